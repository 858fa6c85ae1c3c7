import Notebooks

/// The events as the specification's HTML, to compare with its examples.
enum HTMLWriter {
  static func html(_ document: Document) -> String {
    var writer = Writer()
    for event in document.events { writer.write(event) }
    return writer.html
  }

  private struct Writer {
    var html = ""
    var tight: [Bool] = []
    var containers: [Document.Container] = []
    var images = 0

    mutating func line() {
      if !html.isEmpty, html.utf8.last != UInt8(ascii: "\n") { html += "\n" }
    }

    var isTight: Bool {
      guard case .item = containers.last else { return false }
      return tight.last ?? false
    }

    mutating func write(_ event: Document.Event) {
      switch event {
      case .enter(let container, _):
        if images == 0 { open(container) } else if case .image = container { images += 1 }
        containers.append(container)
      case .leave(let container):
        containers.removeLast()
        if images > 1, case .image = container {
          images -= 1
        } else if images == 0 {
          close(container)
        } else if case .image(_, let title) = container {
          images = 0
          html += "\"" + (title.isEmpty ? "" : " title=\"\(escape(title))\"") + " />"
        }
      case .leaf(let leaf, _): write(leaf)
      }
    }

    mutating func open(_ container: Document.Container) {
      switch container {
      case .paragraph:
        if !isTight {
          line()
          html += "<p>"
        }
      case .heading(let level):
        line()
        html += "<h\(level)>"
      case .blockQuote:
        line()
        html += "<blockquote>\n"
      case .list(let start, let isTight):
        tight.append(isTight)
        line()
        html += start.map { $0 == 1 ? "<ol>\n" : "<ol start=\"\($0)\">\n" } ?? "<ul>\n"
      case .item:
        line()
        html += "<li>"
      case .emphasis: html += "<em>"
      case .strong: html += "<strong>"
      case .link(let destination, let title):
        html += "<a href=\"\(escapeURL(destination))\""
        html += title.isEmpty ? ">" : " title=\"\(escape(title))\">"
      case .image(let destination, _):
        images = 1
        html += "<img src=\"\(escapeURL(destination))\" alt=\""
      case .table, .tableRow, .tableCell: html += "[table]"
      }
    }

    mutating func close(_ container: Document.Container) {
      switch container {
      case .paragraph: if !isTight { html += "</p>\n" }
      case .heading(let level): html += "</h\(level)>\n"
      case .blockQuote:
        line()
        html += "</blockquote>\n"
      case .list(let start, _):
        tight.removeLast()
        line()
        html += start == nil ? "</ul>\n" : "</ol>\n"
      case .item: html += "</li>\n"
      case .emphasis: html += "</em>"
      case .strong: html += "</strong>"
      case .link: html += "</a>"
      default: break
      }
    }

    mutating func write(_ leaf: Document.Leaf) {
      switch leaf {
      case .text(let text): html += escape(text)
      case .softBreak: html += images > 0 ? " " : "\n"
      case .lineBreak: html += images > 0 ? " " : "<br />\n"
      case .code(let code):
        html += images > 0 ? escape(code) : "<code>\(escape(code))</code>"
      case .codeBlock(let info, let text):
        line()
        let word = info.prefix { $0 != " " && $0 != "\t" }
        html += word.isEmpty ? "<pre><code>" : "<pre><code class=\"language-\(escape(word))\">"
        html += escape(text) + "</code></pre>\n"
      case .htmlBlock(let text):
        line()
        html += text
        line()
      case .htmlInline(let text): if images == 0 { html += text }
      case .thematicBreak:
        line()
        html += "<hr />\n"
      case .cell, .inlineValue, .math, .equation, .headingLabel, .crossReference:
        html += "[\(leaf)]"
      }
    }

    func escape(_ text: some StringProtocol) -> String {
      var result = ""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "&": result += "&amp;"
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "\"": result += "&quot;"
        default: result.unicodeScalars.append(scalar)
        }
      }
      return result
    }

    func escapeURL(_ text: String) -> String {
      let safe = Set("-_.+!*(),%#@?=;:/,+$~abcdefghijklmnopqrstuvwxyz".utf8)
      var result = ""
      for byte in text.utf8 {
        if safe.contains(byte) || safe.contains(byte | 0x20) && byte > 0x40 && byte < 0x5B
          || (0x30...0x39).contains(byte)
        {
          result.unicodeScalars.append(Unicode.Scalar(byte))
        } else if byte == UInt8(ascii: "&") {
          result += "&amp;"
        } else if byte == UInt8(ascii: "'") {
          result += "&#x27;"
        } else {
          let digits = String(byte, radix: 16, uppercase: true)
          result += "%" + (digits.count == 1 ? "0" : "") + digits
        }
      }
      return result
    }
  }
}
