using System.IO.Compression;
using System.Xml.Linq;

namespace Azu.Sessions.Repository.Tests;

/// <summary>A package as it was written.</summary>
internal sealed class PackageFile(string path) : IDisposable
{
    private readonly ZipArchive _archive = ZipFile.OpenRead(path);

    /// <summary>The files in it, less what every package has for its own sake.</summary>
    public IEnumerable<string> Files => _archive.Entries.Select(e => e.FullName)
        .Where(name => name is not "[Content_Types].xml" && !name.StartsWith("_rels/", StringComparison.Ordinal)
            && !name.StartsWith("package/", StringComparison.Ordinal));

    public string? Says(string element) => Metadata(element)?.Value;

    public IEnumerable<(string Package, string Version)> Dependencies =>
        Nuspec().Descendants().Where(e => e.Name.LocalName == "dependency").Select(e => ((string)e.Attribute("id")!, (string)e.Attribute("version")!));

    public XElement? Metadata(string element) => Nuspec().Root!.Elements().Single().Elements().FirstOrDefault(e => e.Name.LocalName == element);

    public byte[] Read(string name)
    {
        var entry = _archive.GetEntry(name);
        Assert.True(entry is not null, $"{Path.GetFileName(path)} has no {name}.");
        using var stream = entry.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public string ReadText(string name) => System.Text.Encoding.UTF8.GetString(Read(name)).TrimStart('\uFEFF');

    public void Dispose() => _archive.Dispose();

    private XDocument Nuspec() => XDocument.Parse(ReadText(_archive.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).FullName));
}
