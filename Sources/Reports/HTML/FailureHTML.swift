internal import Basics
internal import Runs

/// Writes a failure in the place where it happened.
enum FailureHTML {
  /// A block with message, place, notes and advice; `isExpected` sets it as output.
  static func html(_ failure: Failure, isExpected: Bool) -> String {
    var html = "<div class=\"failure\(isExpected ? " expected" : "")\">\n<p class=\"kind\">"
    html += "<strong>\(failure.kind.name.escaped)</strong>"
    if let location = failure.location {
      html += " <span class=\"place\">\(location.place.escaped)</span>"
    }
    if isExpected { html += " <span class=\"place\">expected</span>" }
    html += "</p>\n<pre class=\"message\" tabindex=\"0\">\(failure.message.escaped)</pre>\n"
    if !failure.notes.isEmpty {
      html += "<ul class=\"notes\">\n"
      for note in failure.notes {
        let place = note.location.map { "<span class=\"place\">\($0.place.escaped)</span> " } ?? ""
        html += "<li>\(place)\(note.message.escaped)</li>\n"
      }
      html += "</ul>\n"
    }
    if let advice = failure.advice { html += "<p class=\"advice\">\(advice.escaped)</p>\n" }
    return html + "</div>\n"
  }
}
