// swift-tools-version: 6.2
import PackageDescription

let swift: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .treatAllWarnings(as: .error),
]
let c: [CSetting] = [.treatAllWarnings(as: .error)]
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "unroll",
  products: [
    .library(name: "SequenceModels", targets: ["SequenceModels"]),
    .library(name: "Charts", targets: ["Charts"]),
    .executable(name: "unroll", targets: ["unroll"]),
    .executable(name: "unroll-cells", targets: ["unroll-cells"]),
    .executable(name: "unroll-bench", targets: ["unroll-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // The engine.
    .target(
      name: "CKernels", cSettings: c,
      linkerSettings: [.linkedLibrary("m"), .linkedLibrary("pthread")]),
    .target(name: "SequenceModels", dependencies: ["CKernels"], swiftSettings: swift),

    // What every other room below uses: problems, texts of numbers, escaping, digests, files.
    .target(name: "Basics", swiftSettings: swift),

    // What cells call, and the process that runs them.
    .target(name: "Charts", dependencies: ["Basics"], swiftSettings: swift),
    .target(name: "CCellMessages", cSettings: c),
    .target(
      name: "CellMessages", dependencies: ["CCellMessages", "Charts"], swiftSettings: swift),
    .target(name: "CCellProcess", dependencies: ["CCellMessages"], cSettings: c),
    .target(name: "CCellWatch", dependencies: ["CCellMessages", "CCellProcess"], cSettings: c),
    .target(
      name: "CellRuntime",
      dependencies: [
        "Basics", "SequenceModels", "Charts", "CCellMessages", "CellMessages", "CCellProcess",
      ],
      swiftSettings: swift),
    .executableTarget(
      name: "unroll-cells",
      dependencies: ["CellRuntime", "CCellWatch"],
      swiftSettings: swift,
      // Cells resolve the engine's symbols from this executable; its build id names the engine in keys.
      linkerSettings: [
        .unsafeFlags(["-Xlinker", "--export-dynamic", "-Xlinker", "--build-id=sha1"])
      ]),

    // The runner.
    .systemLibrary(
      name: "Ccmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .target(name: "Notebooks", dependencies: ["Basics", "Ccmark", yams], swiftSettings: swift),
    .target(
      name: "Runs",
      dependencies: ["Basics", "Notebooks", "CCellMessages", "CellMessages", "Charts"],
      swiftSettings: swift),
    .target(
      name: "Reports", dependencies: ["Basics", "Notebooks", "Runs", "Charts"], swiftSettings: swift
    ),
    .target(
      name: "Publishing", dependencies: ["Basics", "Notebooks", "Runs", "Reports"],
      swiftSettings: swift),
    .executableTarget(
      name: "unroll",
      dependencies: [
        "Basics", "CellMessages", "Notebooks", "Runs", "Reports", "Publishing", argumentParser,
      ],
      swiftSettings: swift),

    // What is timed.
    .target(name: "CMachinePeak", cSettings: c),
    .executableTarget(
      name: "unroll-bench",
      dependencies: ["Basics", "SequenceModels", "CKernels", "CMachinePeak", argumentParser],
      path: "Sources/Benchmarks", exclude: ["peers"],
      swiftSettings: swift),

    // Tests.
    .testTarget(
      name: "CKernelsTests", dependencies: ["CKernels"],
      // Plain references over millions of numbers: minutes without the optimiser.
      swiftSettings: swift + [.unsafeFlags(["-O"], .when(configuration: .debug))]),
    .testTarget(
      name: "SequenceModelsTests", dependencies: ["SequenceModels", "CKernels"],
      resources: [.copy("Fixtures")],
      swiftSettings: swift),
    .testTarget(
      name: "BenchmarksTests", dependencies: ["unroll-bench", "SequenceModels"],
      swiftSettings: swift),
    .testTarget(
      name: "ChartsTests", dependencies: ["Basics", "Charts"], resources: [.copy("Fixtures")],
      swiftSettings: swift),
    .testTarget(
      name: "CellMessagesTests", dependencies: ["CCellMessages", "CellMessages", "Charts"],
      swiftSettings: swift),
    .testTarget(
      name: "CellRuntimeTests", dependencies: ["CellRuntime"], swiftSettings: swift),
    .testTarget(
      name: "NotebooksTests", dependencies: ["Basics", "Notebooks"], resources: [.copy("Fixtures")],
      swiftSettings: swift),
    .testTarget(
      name: "RunsTests",
      dependencies: ["Basics", "Charts", "CellMessages", "Notebooks", "Runs", "unroll-cells"],
      swiftSettings: swift),
    .testTarget(
      name: "ReportsTests", dependencies: ["Basics", "Reports", "Runs", "Notebooks", "Charts"],
      resources: [.copy("Fixtures")],
      swiftSettings: swift),
    .testTarget(
      name: "PublishingTests",
      dependencies: ["Basics", "Publishing", "Reports", "Runs", "Notebooks", "Charts"],
      swiftSettings: swift),
    .testTarget(
      name: "CommandTests", dependencies: ["unroll", "unroll-cells", "unroll-bench"],
      resources: [.copy("Fixtures")],
      swiftSettings: swift),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
