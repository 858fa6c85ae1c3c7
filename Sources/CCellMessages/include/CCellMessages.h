// What the process that runs cells and the runner say to each other, as far as C writes it: a frame is
// the payload's length (four bytes, little-endian), a byte for the kind, and the payload. Integers in
// payloads are little-endian; CellMessages reads and writes the rest.
#ifndef CCELLMESSAGES_H
#define CCELLMESSAGES_H

enum {
  /// Bytes before a payload.
  CELL_FRAME_HEADER = 5,
  /// A payload is never longer; what is longer is a broken message.
  CELL_MOST_PAYLOAD = 1 << 28,
  /// Addresses of calls that a message holds at the most.
  CELL_MOST_ADDRESSES = 64,
  /// Bytes of printed text that one message holds at the most.
  CELL_MOST_PRINTED = 1 << 16,
};

/// The kinds of messages that C code writes.
enum {
  /// Added to the kind of a message whose sender waits for an acknowledgement, one byte.
  CELL_AWAITS = 0x80,
  /// Text was printed: int32 step in which the printing thread began (-1: none), one byte (1: standard
  /// error), the bytes.
  CELL_MESSAGE_PRINTED = 'p',
  /// A crash signal: int32 signal, int32 flags (1: the stack overflowed, 2: another process sent it),
  /// int32 count, count × uint64 addresses.
  CELL_MESSAGE_CRASH = 'X',
  /// A file was looked at or changed: one byte (see the uses below), the absolute path.
  CELL_MESSAGE_FILE = 'D',
  /// Something was used that need not give the same again: one byte (see the sources below), then text.
  CELL_MESSAGE_UNREPEATABLE = 'U',
  /// Whatever other processes have written until now comes before what follows.
  CELL_MESSAGE_DRAIN = 'd',
};

/// What was done with a file.
enum {
  CELL_FILE_READ = 'r',
  CELL_FILE_LISTED = 'l',
  CELL_FILE_LOOKED_FOR = 's',
  CELL_FILE_WRITTEN = 'w',
};

/// What need not repeat.
enum {
  CELL_SOURCE_CLOCK = 'c',
  CELL_SOURCE_RANDOM = 'r',
  CELL_SOURCE_ENVIRONMENT = 'e',
  CELL_SOURCE_PROGRAM = 'p',
  CELL_SOURCE_NETWORK = 'n',
  CELL_SOURCE_THREAD = 't',
};

/// The descriptors of the process that runs cells, beside the standard ones.
enum {
  CELL_COMMANDS = 3,
  CELL_MESSAGES = 4,
  CELL_ACKNOWLEDGEMENTS = 5,
};

#endif
