using System.Xml.Linq;
using PublicDocs;

// PublicDocs ASSEMBLY XML: removes from the documentation file what code outside the assembly cannot name.
var surface = PublicSurface.Of(args[0]);
var file = XDocument.Load(args[1], LoadOptions.PreserveWhitespace);
foreach (var member in file.Descendants("member").ToList())
{
    if (!surface.Contains((string?)member.Attribute("name") ?? "")) member.Remove();
}
// What stays may speak of what went: then the name alone stays, as code.
foreach (var mention in file.Descendants().Where(e => e.Attribute("cref") is { } cref && surface.Hides(cref.Value)).ToList())
{
    mention.ReplaceWith(new XElement("c", PublicSurface.ShortName(mention.Attribute("cref")!.Value)));
}
file.Save(args[1], SaveOptions.DisableFormatting);
