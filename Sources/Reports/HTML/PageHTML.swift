internal import Basics

/// The frame of every page.
public enum PageHTML {
  /// What a page without the author's own HTML may load: nothing but its own styles and images.
  public static let contentPolicy =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
    + "style-src 'unsafe-inline'; img-src data:\">\n"

  static func html(
    title: String, description: String?, author: String?, isSealed: Bool, body: String
  ) -> String {
    var html = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
    if isSealed { html += contentPolicy }
    html += "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    html += "<meta name=\"generator\" content=\"Unroll\">\n"
    html += "<meta name=\"color-scheme\" content=\"light dark\">\n"
    if let description {
      html += "<meta name=\"description\" content=\"\(description.escaped)\">\n"
    }
    if let author { html += "<meta name=\"author\" content=\"\(author.escaped)\">\n" }
    html += "<title>\(title.escaped)</title>\n<style>\n\(StyleSheet.css)</style>\n</head>\n<body>\n"
    html += "<a class=\"skip\" href=\"#main\">Skip to the text</a>\n"
    html += "<main id=\"main\">\n\(body)</main>\n</body>\n</html>\n"
    return html
  }
}
