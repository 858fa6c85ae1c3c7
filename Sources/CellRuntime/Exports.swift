// Cells see the engine and the charts without an import.
@_exported public import Charts
@_exported public import SequenceModels
