// swift-tools-version: 6.1
import PackageDescription

// A package of its own: everything in it is built with the fuzzer's instruments (see `run`).
let package = Package(
  name: "plan-fuzz",
  dependencies: [.package(name: "codi-plan", path: "..")],
  targets: [
    .executableTarget(
      name: "plan-fuzz",
      dependencies: [
        .product(name: "FuzzTargets", package: "codi-plan"), .product(name: "PlanLang", package: "codi-plan"),
      ], path: "Sources/PlanFuzz")
  ],
  swiftLanguageModes: [.v6]
)
