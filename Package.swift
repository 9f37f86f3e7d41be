// swift-tools-version: 6.1
import PackageDescription

/// Every target is held to the same import discipline: a file sees only what it imports itself.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

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
    .target(name: "LibEditShim", dependencies: ["CLibEdit"]),
    .target(name: "ProcessShim"),
    .target(
      name: "PlanRules", dependencies: [.product(name: "BigInt", package: "BigInt")],
      swiftSettings: strict),
    .target(name: "PlanLang", dependencies: ["PlanRules"], swiftSettings: strict),
    .target(
      name: "PlanTool",
      dependencies: [
        "PlanRules", "PlanLang", "LibEditShim", "ProcessShim",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),
    .executableTarget(name: "codi-plan", dependencies: ["PlanTool"], swiftSettings: strict),
    .executableTarget(
      name: "plan-edits", dependencies: ["PlanRules", "PlanLang"], path: "Benchmarks/PlanEdits",
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["PlanRules", "PlanLang"], path: "Tests/TestSupport",
      swiftSettings: strict),
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
