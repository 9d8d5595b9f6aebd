namespace Azu.Cli;

/// <summary>Files as they will be. Nothing is written before all of them are known, so a setup that fails has changed nothing.</summary>
internal sealed class StagedFiles
{
    private readonly List<StagedFile> _files = [];

    public IReadOnlyList<StagedFile> All => _files;

    public byte[]? BytesOf(string path) => _files.Find(f => f.Path == path)?.Bytes;

    public void Stage(string path, byte[] bytes)
    {
        _files.RemoveAll(f => f.Path == path);
        _files.Add(new(path, bytes));
    }

    public void Write()
    {
        foreach (var file in _files) FileReplacement.Write(file.Path, file.Bytes, isPrivate: false);
    }
}

/// <summary>One of them.</summary>
internal sealed record StagedFile(string Path, byte[] Bytes);
