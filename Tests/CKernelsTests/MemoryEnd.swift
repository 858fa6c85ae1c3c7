import Foundation

/// Numbers that end where memory does: what reads further ends the process.
final class MemoryEnd {
  private let pages: UnsafeMutableRawPointer
  private let length: Int
  let start: UnsafeMutablePointer<Float>

  init(_ values: [Float]) throws {
    let page = sysconf(Int32(_SC_PAGESIZE))
    let bytes = values.count * MemoryLayout<Float>.size
    let readable = (bytes + page - 1) / page * page
    length = readable + page
    guard
      let pages = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
      pages != MAP_FAILED, mprotect(pages + readable, page, PROT_NONE) == 0
    else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .ENOMEM) }
    self.pages = pages
    start = (pages + readable - bytes).bindMemory(to: Float.self, capacity: values.count)
    start.update(from: values, count: values.count)
  }

  deinit { munmap(pages, length) }
}
