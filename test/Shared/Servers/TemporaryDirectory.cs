namespace Azu.Sessions.TestSupport;

/// <summary>A fresh directory that goes when it is disposed.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("azu-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose()
    {
        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (IOException)
        {
            // A server that was killed a moment ago may still be writing; the system clears its temporary directory in time.
        }
    }
}
