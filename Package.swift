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
    .executable(name: "unroll-kernel", targets: ["unroll-kernel"]),
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

    // What cells call, and the process that runs them.
    .target(name: "Charts", swiftSettings: swift),
    .target(name: "Frames", dependencies: ["Charts"], swiftSettings: swift),
    .target(name: "CKernelSupport", cSettings: c),
    .target(
      name: "CellRuntime",
      dependencies: ["SequenceModels", "Charts", "Frames", "CKernelSupport"],
      swiftSettings: swift),
    .executableTarget(
      name: "unroll-kernel",
      dependencies: ["CellRuntime", "Frames", "CKernelSupport"],
      swiftSettings: swift,
      // Cells resolve the engine's symbols from this executable.
      linkerSettings: [.unsafeFlags(["-Xlinker", "--export-dynamic"])]),

    // The runner.
    .systemLibrary(
      name: "Ccmark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"])]),
    .target(name: "Notebooks", dependencies: ["Ccmark", yams], swiftSettings: swift),
    .target(
      name: "Kernel", dependencies: ["Notebooks", "Frames", "Charts"], swiftSettings: swift),
    .target(
      name: "Reports", dependencies: ["Notebooks", "Kernel", "Charts"], swiftSettings: swift),
    .executableTarget(
      name: "unroll",
      dependencies: ["Notebooks", "Kernel", "Reports", argumentParser],
      swiftSettings: swift),

    // What is timed.
    .target(name: "CMachinePeak", cSettings: c),
    .executableTarget(
      name: "unroll-bench",
      dependencies: ["SequenceModels", "CKernels", "CMachinePeak", "Notebooks", argumentParser],
      path: "Sources/Benchmarks", exclude: ["peers"],
      swiftSettings: swift),

    // Tests.
    .testTarget(
      name: "CKernelsTests", dependencies: ["CKernels"],
      swiftSettings: swift),
    .testTarget(
      name: "SequenceModelsTests", dependencies: ["SequenceModels", "CKernels"],
      resources: [.copy("Fixtures")],
      swiftSettings: swift),
    .testTarget(
      name: "BenchmarksTests", dependencies: ["unroll-bench", "SequenceModels"],
      swiftSettings: swift),
    .testTarget(
      name: "ChartsTests", dependencies: ["Charts"], resources: [.copy("Fixtures")],
      swiftSettings: swift),
    .testTarget(
      name: "FramesTests", dependencies: ["Frames", "Charts"],
      swiftSettings: swift),
    .testTarget(
      name: "CellRuntimeTests", dependencies: ["CellRuntime", "SequenceModels", "Charts"],
      swiftSettings: swift),
    .testTarget(
      name: "NotebooksTests", dependencies: ["Notebooks"], resources: [.copy("Fixtures")],
      swiftSettings: swift),
    .testTarget(
      name: "KernelTests", dependencies: ["Kernel", "Notebooks", "Charts", "unroll-kernel"],
      swiftSettings: swift),
    .testTarget(
      name: "ReportsTests", dependencies: ["Reports", "Kernel", "Notebooks", "Charts"],
      resources: [.copy("Fixtures")],
      swiftSettings: swift),
    .testTarget(
      name: "CommandTests", dependencies: ["unroll", "unroll-kernel", "unroll-bench"],
      resources: [.copy("Fixtures")],
      swiftSettings: swift),
  ],
  swiftLanguageModes: [.v6],
  cLanguageStandard: .c11
)
