using System.Diagnostics;

namespace Azu.Sessions.TestSupport;

/// <summary>Sends signals by the shell, which every system has. The program kill comes in a package that some machines lack.</summary>
internal static class Signal
{
    /// <summary>False where one of the processes could not be sent it.</summary>
    public static async Task<bool> SendAsync(string name, params IEnumerable<string> ids)
    {
        using var shell = Process.Start("/bin/sh", ["-c", "kill -s \"$0\" \"$@\" 2> /dev/null", name, .. ids]);
        await shell.WaitForExitAsync();
        return shell.ExitCode == 0;
    }
}
