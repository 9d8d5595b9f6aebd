using System.Diagnostics;
using System.Text.Json;

namespace Azu.Sessions.Bench;

/// <summary>Express and express-session on Node, installed beside this program on the first use.</summary>
internal static class ExpressApp
{
    private const string Node = "node", Npm = "npm";

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Node");

    public static bool Has(string app) => app.StartsWith("express-", StringComparison.Ordinal);

    /// <summary>How an application of it starts.</summary>
    public static ProcessStartInfo Start(string app)
    {
        var start = new ProcessStartInfo(Node)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            ArgumentList = { "--expose-gc", "server.js", app, JsonSerializer.Serialize(UserSession.Sample, BenchJson.Default.UserSession) },
        };
        start.Environment["NODE_ENV"] = "production";
        return start;
    }

    /// <summary>Installs what it needs. Says what is missing, and that the rows are left out, where it cannot.</summary>
    public static async Task<bool> IsReadyAsync()
    {
        if (await WhyNotAsync() is not { } reason) return true;
        Console.WriteLine($"The rows of Express are left out: {reason}\n");
        return false;
    }

    private static async Task<string?> WhyNotAsync()
    {
        if (await ToolRun.WhyNotAsync(Folder, Node, "--version") is { } noNode) return noNode;
        // The record that npm leaves when it is through.
        if (File.Exists(Path.Combine(Folder, "node_modules", ".package-lock.json"))) return null;
        return await ToolRun.WhyNotAsync(Folder, Npm, "install", "--no-package-lock", "--no-audit", "--no-fund");
    }
}
