internal import Charts
internal import Foundation
internal import Runs
internal import Notebooks

/// Turns what a cell printed and showed into outputs of a Jupyter notebook.
struct IpynbOutputs {
  let page: ReportPage

  /// The outputs of a cell, and its failure as the last.
  func outputs(of index: Int) -> [IpynbDocument.Output] {
    let options = page.notebook.cells[index].options
    let result = page.result(ofCell: index)
    var outputs: [IpynbDocument.Output] = []
    if options.output, !page.isOnVolatilePage(cell: index) {
      for output in CellOutput.joined(result.outputs) {
        outputs += self.outputs(output, alt: options.alt, number: outputs.count + 1, cell: index)
      }
    }
    if case .failed(let failure) = result.status { outputs.append(error(failure)) }
    return outputs
  }

  private func outputs(
    _ output: CellOutput, alt: String?, number: Int, cell index: Int
  ) -> [IpynbDocument.Output] {
    switch output {
    case .standardOutput(let text): [.stream(name: "stdout", text: text)]
    case .standardError(let text): [.stream(name: "stderr", text: text)]
    case .truncated(let stream, let bytes):
      [
        .stream(
          name: "stderr",
          text: "(more was printed on \(stream): the first \(bytes) bytes are kept)\n")
      ]
    case .figure(let figure):
      FigureHTML.leaves(of: figure).enumerated().map { panel, leaf in
        let id = "\(page.outline.cellIDs[index])-\(number)-\(panel + 1)"
        return .display(data(of: leaf, id: id, alt: alt))
      }
    }
  }

  /// The figure in every media type it has.
  private func data(of figure: Figure, id: String, alt: String?) -> [String: String] {
    var data = ["text/plain": PrintedText.settled(TextRenderer().text(figure))]
    switch figure {
    case .text, .group: break
    case .markdown(let text):
      let lines = MarkdownCell(page: page).prose(text)
      data["text/markdown"] = lines.joined(separator: "\n")
    case .table: data["text/html"] = HTMLTableRenderer().table(figure)
    case .coloredText: data["text/html"] = HTMLTableRenderer().coloredText(figure).map(onOwnGround)
    case .chart, .heatmap:
      let svg = SVGRenderer().svg(figure, idPrefix: id, description: alt)
      data["image/svg+xml"] = svg.map(Self.standingAlone)
    }
    return data
  }

  /// The drawing with its colours: no page around it defines them. The ground is drawn too, so that
  /// words are readable whatever a viewer puts behind.
  private static func standingAlone(_ svg: String) -> String {
    guard let style = svg.range(of: " style=\"") else { return svg }
    return svg.replacingCharacters(in: style, with: " style=\"\(colors);")
  }

  private func onOwnGround(_ html: String) -> String {
    "<style>\(HTMLTableRenderer.css)</style>\n"
      + "<div style=\"\(Self.colors);color:var(--ink)\">\(html)</div>"
  }

  private static let colors =
    Palette.light.variables + Palette.sequentialVariables + "background:var(--ground)"

  private func error(_ failure: Failure) -> IpynbDocument.Output {
    let place = failure.location.map { " at \($0.place)" } ?? ""
    var traceback = ["\(failure.kind.name)\(place)", PrintedText.settled(failure.message)]
    for note in failure.notes {
      let place = note.location.map { "\($0.place): " } ?? ""
      traceback.append(PrintedText.settled(place + note.message))
    }
    if let advice = failure.advice { traceback.append(advice) }
    return .error(
      name: failure.kind.rawValue, value: PrintedText.settled(failure.message),
      traceback: traceback)
  }
}
