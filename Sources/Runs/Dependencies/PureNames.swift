/// Names of libraries that reach no state which outlives a call: code that uses only these of what lies
/// outside the notebook shares nothing with other cells through it. Whatever is not here is taken to
/// share: a missing name costs a run, a wrong one a wrong page.
enum PureNames {
  static func contains(_ name: String) -> Bool {
    standardLibrary.contains(name) || engine.contains(name) || foundation.contains(name)
      || cLibrary.contains(name) || keywords.contains(name)
  }

  /// What shares state though nothing is imported for it: the arguments of the command, standard input,
  /// memory without an owner.
  static let sharing: Set = [
    "CommandLine", "readLine", "Unmanaged", "unsafeBitCast", "TaskLocal", "EngineSettings",
    "Channel",
    "TrainingProgress", "TrainingMemory", "TrainingMemories", "Steps", "CommandLoop",
  ]
  /// The same of members.
  static let sharingMembers: Set = [
    "bitPattern", "changeCurrentDirectoryPath", "fromOpaque", "setDefaultTimeZone",
    "resetSystemTimeZone",
  ]

  /// Modules whose names are known without an import.
  static let knownModules: Set = [
    "Swift", "_Concurrency", "_StringProcessing", "RegexBuilder", "SequenceModels", "Charts",
    "CellRuntime",
  ]

  private static func words(_ text: String) -> Set<String> {
    Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
  }

  /// Of Swift itself.
  static let standardLibrary = words(
    """
    Actor AdditiveArithmetic Any AnyActor AnyBidirectionalCollection AnyClass AnyCollection
    AnyHashable AnyIndex AnyIterator AnyKeyPath AnyObject AnyRandomAccessCollection AnyRegexOutput
    AnySequence Array ArraySlice AsyncCompactMapSequence AsyncDropFirstSequence
    AsyncDropWhileSequence AsyncFilterSequence AsyncFlatMapSequence AsyncIteratorProtocol
    AsyncMapSequence AsyncPrefixSequence AsyncPrefixWhileSequence AsyncSequence AsyncStream
    AsyncThrowingCompactMapSequence AsyncThrowingDropWhileSequence AsyncThrowingFilterSequence
    AsyncThrowingFlatMapSequence AsyncThrowingMapSequence AsyncThrowingPrefixWhileSequence
    AsyncThrowingStream BidirectionalCollection BidirectionalSlice BinaryFloatingPoint BinaryInteger
    BitwiseCopyable Bool BooleanLiteralType CBool CChar CChar16 CChar32 CChar8 CDouble CFloat
    CFloat16 CInt CLong CLongDouble CLongLong CShort CSignedChar CUnsignedChar CUnsignedInt
    CUnsignedLong CUnsignedLongLong CUnsignedShort CVaListPointer CVarArg CWideChar
    CancellationError CaseIterable Character CheckedContinuation Clock ClosedRange ClosedRangeIndex
    Codable CodingKey CodingKeyRepresentable CodingUserInfoKey Collection CollectionDifference
    CollectionOfOne Comparable ConcurrentValue ContiguousArray ContinuousClock Copyable
    CountableClosedRange CountablePartialRangeFrom CountableRange CustomConsumingRegexComponent
    CustomDebugStringConvertible CustomLeafReflectable CustomReflectable CustomStringConvertible
    DebugDescription Decodable Decoder DecodingError DefaultBidirectionalIndices DefaultIndices
    DefaultRandomAccessIndices DefaultStringInterpolation Dictionary DictionaryIndex
    DictionaryIterator DictionaryLiteral DiscardingTaskGroup DiscontiguousSlice Double
    DropFirstSequence DropWhileSequence Duration DurationProtocol EmptyCollection EmptyIterator
    Encodable Encoder EncodingError EnumeratedIterator EnumeratedSequence Equatable Error Escapable
    ExpressibleByArrayLiteral ExpressibleByBooleanLiteral ExpressibleByDictionaryLiteral
    ExpressibleByExtendedGraphemeClusterLiteral ExpressibleByFloatLiteral
    ExpressibleByIntegerLiteral ExpressibleByNilLiteral ExpressibleByStringInterpolation
    ExpressibleByStringLiteral ExpressibleByUnicodeScalarLiteral ExtendedGraphemeClusterType
    FixedWidthInteger FlattenBidirectionalCollection FlattenBidirectionalCollectionIndex
    FlattenCollection FlattenCollectionIndex FlattenSequence Float Float16 Float32 Float64 Float80
    FloatLiteralType FloatingPoint FloatingPointClassification FloatingPointRoundingRule
    FloatingPointSign GlobalActor Hashable Hasher Identifiable IndexingIterator InlineArray
    InstantProtocol Int Int128 Int16 Int32 Int64 Int8 IntegerLiteralType IteratorOverOne
    IteratorProtocol IteratorSequence JoinedIterator JoinedSequence KeyPath KeyValuePairs
    KeyedDecodingContainer KeyedDecodingContainerProtocol KeyedEncodingContainer
    KeyedEncodingContainerProtocol LazyBidirectionalCollection LazyCollection LazyCollectionProtocol
    LazyDropWhileBidirectionalCollection LazyDropWhileCollection LazyDropWhileIndex
    LazyDropWhileIterator LazyDropWhileSequence LazyFilterBidirectionalCollection
    LazyFilterCollection LazyFilterIndex LazyFilterIterator LazyFilterSequence
    LazyMapBidirectionalCollection LazyMapCollection LazyMapIterator LazyMapRandomAccessCollection
    LazyMapSequence LazyPrefixWhileBidirectionalCollection LazyPrefixWhileCollection
    LazyPrefixWhileIndex LazyPrefixWhileIterator LazyPrefixWhileSequence LazyRandomAccessCollection
    LazySequence LazySequenceProtocol LosslessStringConvertible MainActor ManagedBuffer
    ManagedBufferPointer MemoryLayout Mirror MirrorPath MutableCollection MutableRawSpan MutableSpan
    Never Numeric ObjectIdentifier OpaquePointer OptionSet Optional OutputRawSpan OutputSpan
    PartialAsyncTask PartialKeyPath PartialRangeFrom PartialRangeThrough PartialRangeUpTo
    PrefixSequence RandomAccessCollection RandomAccessSlice RandomNumberGenerator Range
    RangeExpression RangeReplaceableBidirectionalSlice RangeReplaceableCollection
    RangeReplaceableRandomAccessSlice RangeReplaceableSlice RangeSet RawRepresentable RawSpan
    ReferenceWritableKeyPath Regex RegexComponent RegexRepetitionBehavior RegexSemanticLevel
    RegexWordBoundaryKind Repeated Result ReversedCollection ReversedIndex
    ReversedRandomAccessCollection SIMD SIMD16 SIMD2 SIMD3 SIMD32 SIMD4 SIMD64 SIMD8 SIMDMask
    SIMDScalar SIMDStorage Self Sendable SendableMetatype Sequence Set SetAlgebra SetIndex
    SetIterator SignedInteger SignedNumeric SingleValueDecodingContainer
    SingleValueEncodingContainer Slice Span StaticBigInt StaticString StrideThrough
    StrideThroughIterator StrideTo StrideToIterator Strideable String StringInterpolationConvertible
    StringInterpolationProtocol StringLiteralType StringProtocol Substring SuspendingClock
    SystemRandomNumberGenerator Task TaskGroup TaskPriority TextOutputStream TextOutputStreamable
    ThrowingDiscardingTaskGroup ThrowingTaskGroup UInt UInt128 UInt16 UInt32 UInt64 UInt8 UTF16
    UTF32 UTF8 UTF8Span UnboundedRange UnboundedRange_ UnfoldFirstSequence UnfoldSequence Unicode
    UnicodeCodec UnicodeDecodingResult UnicodeScalar UnicodeScalarType UnkeyedDecodingContainer
    UnkeyedEncodingContainer UnsafeBufferPointer UnsafeBufferPointerIterator UnsafeContinuation
    UnsafeMutableBufferPointer UnsafeMutablePointer UnsafeMutableRawBufferPointer
    UnsafeMutableRawBufferPointerIterator UnsafeMutableRawPointer UnsafePointer
    UnsafeRawBufferPointer UnsafeRawBufferPointerIterator UnsafeRawPointer
    UnsafeThrowingContinuation UnsignedInteger Void WritableKeyPath Zip2Iterator Zip2Sequence abs
    assert assertionFailure debugPrint dump extendLifetime fatalError isKnownUniquelyReferenced
    macro max min numericCast pointwiseMax pointwiseMin precondition preconditionFailure print
    repeatElement self sequence stride super swap transcode type unsafeDowncast
    withCheckedContinuation withCheckedThrowingContinuation withDiscardingTaskGroup
    withExtendedLifetime withTaskCancellationHandler withTaskGroup withTaskPriorityEscalationHandler
    withThrowingDiscardingTaskGroup withThrowingTaskGroup withUnsafeBytes withUnsafeContinuation
    withUnsafeCurrentTask withUnsafeMutableBytes withUnsafeMutablePointer withUnsafePointer
    withUnsafeTemporaryAllocation withUnsafeThrowingContinuation withVaList withoutActuallyEscaping
    zip
    """)

  /// Of the engine, the charts and the runtime: a test compares them with the sources.
  static let engine = words(
    """
    Adagrad Adam AdamW AddingTask AnalogyMethod AnalogyScore Attention AttentionMap AttentionMask
    AutoregressiveModel Axis BLEU BackoffNGramModel BandMark BarMark BeamSearch Best BucketedBatches
    BytePairEncoding CalendarDate CarriedState CellState CharacterVocabulary Chart ChartNumber
    Checkpoint Children ColorScale ColoredText ConfusionMatrix ContextDecoder Conv1d CopyTask
    CrossEntropySum DateFormat Dates Dropout DyckTask EarlyStopping Edit Embedding FeedForward
    Figure FigureConvertible FigureData FigureDescription FileError FirstSymbolTask GRU GRUCell
    GradientFlow HTMLTableRenderer Headlines Heatmap HiddenState History Hypothesis Initializer
    KeyValueCache LSTM LSTMCell LabelledBatch LabelledText LanguageModel Layer LayerNorm
    LearnedPositions LengthNormalization LineMark Linear LinkMark Mark MarkedVocabulary
    MultiHeadAttention NGramModel NGramSmoothing Number NumberWords Numbers Operation Optimizer
    OptimizerMemory PaddedBatch Pair PairBatch PairBatches Palette Parameter PerplexityTable Plateau
    PointMark PrincipalComponents RMSprop RNN RNNCell RandomWindows RecurrentCell RecurrentLayer
    RecurrentState RecurrentTrace ResetTask Review Reviews RotaryPositions RowGradient RuleMark
    RunningSumTask SGD SVGRenderer Safetensors SafetensorsError Schedule SearchTree Seq2Seq Shape
    SinusoidalPositions Size SplitMix64 StackedRecurrence StepDecoder StepState StoryGrammar Summary
    Table TableValue TaggedSentence Tape TeacherForcing Tensor TextBatches TextCNN TextFile
    TextModel TextPair TextProblem TextRenderer TextVocabulary TokenBatch TransformerBlock
    TransformerDecoder TransformerDecoderLayer TransformerEncoder TransformerLanguageModel
    TransformerSeq2Seq UniformModel Variable Vocabulary Wanted Word2Vec WordRelation WordTag
    WordVectors WordVectorsError accuracy alignment bits bitsPerCharacter check concatenate draw
    editDistance exactMatch exhaustiveSearch exponential fixed generator greedy inputFile logarithm
    markdown named perplexity readText remember sample show sineAndCosine stack train
    """)

  /// Of Foundation: values, and objects that only their owner changes. Files are watched.
  static let foundation = words(
    """
    AttributedString ByteCountFormatter CGFloat CGPoint CGRect CGSize Calendar CharacterSet
    CocoaError Comparator ComparisonResult CustomNSError Data Date DateComponents
    DateComponentsFormatter DateFormatter DateInterval Decimal Dimension DispatchTime
    DispatchTimeInterval FileHandle FileManager FloatingPointFormatStyle FormatStyle
    ISO8601DateFormatter IndexPath IndexSet IntegerFormatStyle JSONDecoder JSONEncoder
    JSONSerialization KeyPathComparator ListFormatStyle Locale LocalizedError Measurement
    MeasurementFormatter NSArray NSCache NSCondition NSData NSDecimalNumber NSDictionary NSError
    NSLock NSMutableArray NSMutableData NSMutableDictionary NSMutableString NSNumber NSObject
    NSPoint NSPredicate NSRange NSRect NSRecursiveLock NSRegularExpression NSSize NSSortDescriptor
    NSString NumberFormatter PersonNameComponents Pipe PropertyListDecoder PropertyListEncoder
    RecoverableError RelativeDateTimeFormatter Scanner SortDescriptor SortOrder StringTransform
    TimeInterval TimeZone URL URLComponents URLQueryItem UUID Unit UnitDuration UnitLength UnitMass
    UnitSpeed UnitTemperature
    """)

  /// Of the C library.
  static let cLibrary = words(
    """
    CHAR_BIT DBL_EPSILON DBL_MAX EXIT_FAILURE EXIT_SUCCESS FLT_EPSILON FLT_MAX INT_MAX INT_MIN M_E
    M_PI _exit abort acos acosh asin asinh atan atan2 atanh atof atoi bsearch calloc cbrt ceil ceilf
    copysign cos cosf cosh erf erfc exit exp exp2 exp2f expf expm1 fabs fabsf fdim fflush floor
    floorf fma fmax fmin fmod fprintf fputc fputs free frexp fwrite getpid hypot int16_t int32_t
    int64_t int8_t isalpha isdigit isfinite isinf islower isnan isspace isupper ldexp lgamma log
    log10 log10f log1p log2 log2f logb logf malloc memcmp memcpy memmove memset modf nan nanosleep
    nearbyint pow powf printf putchar puts qsort realloc remainder rint round roundf scalbn signbit
    sin sinf sinh size_t sleep sqrt sqrtf ssize_t stderr stdout strcmp strcpy strdup strlen strncmp
    strtod strtol strtoll tan tanf tanh tanhf tgamma time_t timespec tm tolower toupper trunc
    uint16_t uint32_t uint64_t uint8_t usleep vfprintf vprintf
    """)

  /// Words of the language.
  static let keywords = words(
    """
    actor any as associatedtype async autoclosure available await borrowing break case catch class
    consume consuming continue convenience copy default defer deinit didSet discard
    discardableResult do dynamic dynamicCallable dynamicMemberLookup each else enum escaping
    extension fallthrough false fileprivate final for frozen func get guard if import in indirect
    infix init inlinable inout internal is isolated lazy left let main mutating nil none nonisolated
    nonmutating of open operator optional override package postfix precedence precedencegroup
    preconcurrency prefix private propertyWrapper protocol public repeat required resultBuilder
    rethrows retroactive return right sending set some static struct subscript switch testable then
    throw throws true try typealias unchecked unknown unowned unsafe var weak where while willSet
    """)
}
