import Charts
import Testing

@Suite struct PanelTests {
  @Test("A group has no drawing of its own; its panels have, each with ids of its own")
  func group() throws {
    let group = Figure.group([Samples.recall, Samples.attention], columns: 2)
    #expect(SVGRenderer().svg(group, idPrefix: "g") == nil)
    guard case .group(let panels, columns: 2) = group else { return #expect(Bool(false)) }
    for (index, panel) in panels.enumerated() {
      let svg = try #require(SVGRenderer(size: .panel).svg(panel, idPrefix: "fig-g-\(index)"))
      let ids = svg.matches(of: /id="([^"]*)"/).map { String($0.output.1) }
      #expect(ids.allSatisfy { $0.hasPrefix("fig-g-\(index)") })
      #expect(Set(ids).count == ids.count)
      #expect(svg.contains("<title") && svg.contains("role=\"img\""))
      #expect(!svg.contains("fill=\"#") && !svg.contains("stroke=\"#"))
    }
    let text = TextRenderer().text(group)
    #expect(text.contains("The LSTM still recalls") && text.contains("The decoder looks back"))
  }

  @Test("An author's description takes the place of the one made from the data")
  func description() throws {
    let svg = try #require(
      SVGRenderer().svg(Samples.recall.figure, idPrefix: "f", description: "a < b"))
    #expect(svg.contains("<desc id=\"f-desc\">a &lt; b</desc>"))
  }

  @Test("Up to six series are named beside their lines, more of them in a legend")
  func legend() throws {
    func chart(_ count: Int) -> Chart {
      (0..<count).reduce(Chart("t")) { $0.line([$1, $1 + 1], name: "s\($1)") }
    }
    let six = try #require(SVGRenderer().svg(chart(6).figure, idPrefix: "f"))
    let seven = try #require(SVGRenderer().svg(chart(7).figure, idPrefix: "f"))
    // A legend stands above the axes, whose first words follow it.
    let place = { (svg: String, word: String) in svg.firstRange(of: ">\(word)</text>")?.lowerBound }
    #expect(try #require(place(six, "s0")) > #require(place(six, "2")))
    #expect(try #require(place(seven, "s0")) < #require(place(seven, "2")))
  }

  @Test("Text is the same in every run, whatever the renderer")
  func deterministic() {
    for (name, figure) in Samples.all {
      let first = SVGRenderer().svg(figure, idPrefix: name)
      #expect(SVGRenderer().svg(figure, idPrefix: name) == first)
    }
  }
}
