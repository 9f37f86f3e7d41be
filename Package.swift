// swift-tools-version: 6.1
import PackageDescription

/// Every target is held to the same import discipline: a file sees only what it imports itself.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// What is used is built so, by `swift build -c release` as by `make build`; a package that depends on this one has settings of
/// its own, and sanitizers want others.
let isOptimized = !Context.packageDirectory.contains("/checkouts/") && Context.environment["SANITIZED"] == nil
let release = BuildSettingCondition.when(configuration: .release)

#if arch(x86_64)
  /// Every processor of this kind has had these instructions since 2011.
  let processor = ["-Xcc", "-march=x86-64-v2"]
  let processorOfC = ["-march=x86-64-v2"]
#else
  let processor: [String] = []
  let processorOfC: [String] = []
#endif

/// That no two parts of the program change the same thing at once is checked in every test; here it would only take time. Generic
/// types are found by address: to look for each by its name, and for what it conforms to, was a sixth of a check.
let optimized: [SwiftSetting] =
  isOptimized
  ? [
    .unsafeFlags(
      [
        "-enforce-exclusivity=unchecked", "-static-executable",
        "-Xfrontend", "-disable-concrete-type-metadata-mangled-name-accessors",
      ] + processor, release)
  ] : []
let optimizedC: [CSetting] = isOptimized ? [.unsafeFlags(processorOfC, release)] : []
/// One file without libraries of its own, from which nobody needs what nothing calls.
let standalone: [LinkerSetting] =
  isOptimized
  ? [
    .unsafeFlags(
      ["-static-executable"]
        + ["--gc-sections", "-ltinfo", "-lbsd", "-lmd"].flatMap { ["-Xlinker", $0] }, release)
  ] : []

let package = Package(
  name: "codi-plan",
  products: [
    .executable(name: "codi-plan", targets: ["codi-plan"]),
    .library(name: "PlanRules", targets: ["PlanRules"]),
    .library(name: "PlanLang", targets: ["PlanLang"]),
    .library(name: "PlanTool", targets: ["PlanTool"]),
    .library(name: "FuzzTargets", targets: ["FuzzTargets"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/attaswift/BigInt", from: "6.0.1"),
  ],
  targets: [
    .systemLibrary(name: "CLibEdit", pkgConfig: "libedit", providers: [.apt(["libedit-dev"])]),
    .target(name: "LibEditShim", dependencies: ["CLibEdit"], cSettings: optimizedC),
    .target(name: "ProcessShim", cSettings: optimizedC),
    .target(
      name: "PlanRules", dependencies: [.product(name: "BigInt", package: "BigInt")],
      swiftSettings: strict + optimized),
    .target(name: "PlanLang", dependencies: ["PlanRules"], swiftSettings: strict + optimized),
    .target(
      name: "PlanTool",
      dependencies: [
        "PlanRules", "PlanLang", "LibEditShim", "ProcessShim",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict + optimized),
    .executableTarget(
      name: "codi-plan", dependencies: ["PlanTool"], swiftSettings: strict + optimized,
      linkerSettings: standalone),
    .executableTarget(
      name: "plan-edits", dependencies: ["PlanRules", "PlanLang"], path: "Benchmarks/PlanEdits",
      swiftSettings: strict + optimized, linkerSettings: standalone),
    .target(
      name: "TestSupport", dependencies: ["PlanRules", "PlanLang"], path: "Tests/TestSupport",
      swiftSettings: strict),
    // Looks into PlanTool as tests do: in a release that is not for tests (`TESTABLE`) nothing of it is compiled.
    .target(
      name: "FuzzTargets", dependencies: ["PlanRules", "PlanLang", "PlanTool"], path: "Tests/FuzzTargets",
      swiftSettings: strict),
    .testTarget(name: "PlanRulesTests", dependencies: ["PlanRules", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "PlanLangTests", dependencies: ["PlanRules", "PlanLang", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "PropertyTests", dependencies: ["TestSupport", "FuzzTargets"], exclude: ["Snapshots"],
      swiftSettings: strict),
    .testTarget(
      name: "CommandLineTests", dependencies: ["TestSupport", "PlanTool", "codi-plan"],
      exclude: ["Snapshots"],
      swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
