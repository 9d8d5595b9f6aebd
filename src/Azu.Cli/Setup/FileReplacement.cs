namespace Azu.Cli;

/// <summary>Writes a new file beside the old one, and then replaces the old one: at no moment is there half a file.</summary>
internal static class FileReplacement
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="path">The file. A missing folder is created.</param>
    /// <param name="bytes">Its whole content.</param>
    /// <param name="isPrivate">Whether other users of the machine must not read it. Else it keeps its mode.</param>
    public static void Write(string path, ReadOnlySpan<byte> bytes, bool isPrivate)
    {
        path = TargetOf(path);
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var beside = Path.Combine(folder, $".{Path.GetFileName(path)}.{Path.GetRandomFileName()}");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        UnixFileMode? mode = OperatingSystem.IsWindows() ? null : isPrivate ? Private : File.Exists(path) ? File.GetUnixFileMode(path) : null;
        if (mode is not null && !OperatingSystem.IsWindows()) options.UnixCreateMode = mode & Private;
        try
        {
            using (var file = new FileStream(beside, options))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }
            if (mode is { } kept && !OperatingSystem.IsWindows()) File.SetUnixFileMode(beside, kept);
            File.Move(beside, path, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }

    /// <summary>Of a link the target is replaced, so that the link stays.</summary>
    private static string TargetOf(string path) => (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true) : null)?.FullName ?? Path.GetFullPath(path);
}
