using System.Diagnostics;
using Npgsql;

namespace Azu.Sessions.Scenarios.Tests.Postgres;

/// <summary>The disk of the server is full: its tables and its log cannot grow, and in the end it stops by itself.</summary>
[Trait("Requirement", "R-95")]
public sealed class FullDiskTests : DisturbedPostgres
{
    private const string Size = "72m";

    private TemporaryDirectory? _disk;

    [Fact]
    public Task A_full_disk() => DisturbAsync(async () =>
    {
        var ballast = _disk!.File("ballast");
        await FillAsync(ballast);
        await using var administrator = NpgsqlDataSource.Create(Server.Connection + ";Pooling=false;Timeout=2");
        // What the log has room for is used up; then it needs another file.
        await RepeatedlyAsync(TimeSpan.FromMilliseconds(50), () =>
            TryAsync(administrator, "SELECT pg_logical_emit_message(false, 'ballast', repeat('x', 20000000))"));
        File.Delete(ballast);
        // It comes back by itself, or has given up, as an administrator would find it.
        await Eventually.HoldsAsync(async () => Server.HasExited || await TryAsync(administrator, "SELECT 1"));
        if (Server.HasExited) await Server.RestartAsync();
    });

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_disk is null) return;
        await RunAsync("umount", "--lazy", _disk.Path);
        _disk.Dispose();
    }

    protected override async Task<PostgresServer> StartServerAsync()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "A small disk can be mounted by root alone.");
        _disk = new();
        await RunAsync("mount", "-t", "tmpfs", "-o", "size=" + Size, "tmpfs", _disk.Path);
        return await PostgresServer.StartAsync(_disk, "max_wal_size=2MB", "min_wal_size=2MB", "autovacuum=off");
    }

    private static async Task<bool> TryAsync(NpgsqlDataSource administrator, string sql)
    {
        try
        {
            await using var command = administrator.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
            return true;
        }
        catch (NpgsqlException)
        {
            return false; // there is no room, or no server
        }
    }

    /// <summary>Takes all that is left.</summary>
    private static async Task FillAsync(string path)
    {
        var block = new byte[64 * 1024];
        try
        {
            await using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
            while (true) await file.WriteAsync(block);
        }
        catch (IOException)
        {
            // Full.
        }
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
