extension StatementWord {
  /// A statement that can be typed as it stands: at the prompt on the institute's year, `scenarios/fy2561.plan`; `plan`,
  /// `fiscal` and `currency`, which that plan has already, in one that has nothing yet.
  public var example: String {
    switch self {
    case .plan: "plan \"แผนปี 2561\""
    case .fiscal: "fiscal year 2561 to 2564"
    case .periods: "periods by month"
    case .unit: "unit rai \"ไร่\" = 1,600"
    case .currency: "currency baht \"บาท\""
    case .axis: "axis tenure { owned \"เจ้าของ\", rented \"เช่า\", squatted \"บุกรุก\" }"
    case .measure: "measure repaired \"ซ่อมแล้ว\" in household"
    case .programme:
      "programme islands \"บ้านเกาะ\" in household { target by quarter 10, 20, 30, 40; actual by quarter 12, 18, 30, - }"
    case .programmes:
      "programmes from \"scenarios/tables/new-programmes.csv\" key code label name in household"
    case .group: "group urban \"ในเมือง\" = mankong + canal { carry none }"
    case .milestone: "milestone canal_land \"ได้ที่ดินริมคลอง\" of canal due 2561-09-30"
    case .kpi: "kpi homes_in_time \"บ้านเสร็จตามแผน\" weight 2 passes when mankong.rate >= 80%"
    case .let: "let shortfall = mankong.target - mankong.actual"
    case .scenario: "scenario hard_year \"ปีที่ยาก\" from no_reshuffle { scale rural.actual by 90% }"
    case .move: "move 1,250 household of target from mankong to canal in Q4 because \"the permits came late\""
    case .set: "set mankong.actual = 8,000 household"
    case .scale: "scale rural.actual by 90%"
    case .without: "without reshuffle"
    case .carry: "carry shortfall of housing"
    case .lights: "lights { red below 60%; yellow up to 90%; green above }"
    case .expect: "expect mankong.target = 9,210 household"
    case .reported: "reported housing.rate by quarter = 203.94%, 309.77%, 100.80%, 103.37% in \"table 1\""
    case .use: "use \"scenarios/slow-finish.plan\""
    case .load: "load \"scenarios/tables/forecasts.csv\""
    case .show: "show housing"
    case .list: "list programme where light = red"
    case .check: "check"
    case .audit: "audit"
    case .compare: "compare base, half_reshuffle by statement"
    case .explain: "explain housing.adjusted[Q3] fully"
    case .why: "why not disbursement"
    case .chart: "chart rural.actual by region"
    case .sweep:
      "sweep x from 0 to 1,500 step 250 { move x of target from mankong to rural in Q4 } show mankong.rate, rural.rate"
    case .as: "as of Q2"
    }
  }
}
