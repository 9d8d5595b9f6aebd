using System.Globalization;

namespace Azu.Sessions.Database.Tests;

/// <summary>A SQLite file after its process was killed in the middle of writing.</summary>
[Trait("Requirement", "R-40")]
public sealed class SqliteCrashTests
{
    private static readonly int s_rounds = Tier.IsSoak ? 20 : 2;

    [Fact]
    public async Task A_killed_process_leaves_a_file_with_everything_that_was_confirmed()
    {
        using var directory = new TemporaryDirectory();
        var (database, notes) = (directory.File("sessions.db"), directory.File("notes"));
        await File.WriteAllTextAsync(notes, "");
        for (var round = 1; round <= s_rounds; round++)
        {
            var before = Noted(notes).Count;
            await using var child = await ServerProcess.StartAsync("env",
            [
                $"{SqliteChild.Database}={database}", $"{SqliteChild.Notes}={notes}", "dotnet", typeof(SqliteChild).Assembly.Location,
                "-explicit", "only", "-method", $"{typeof(SqliteChild).FullName}.{nameof(SqliteChild.Writes_until_it_is_killed)}",
            ], () => Task.FromResult(Noted(notes).Count > before + 200));
            await child.KillAsync();

            await using var store = DatabaseNode.Create(ConnectionText.Open($"Data Source={database}"), new());
            var confirmed = Noted(notes);
            foreach (var (id, version) in confirmed.GroupBy(n => n.Id).Select(g => (g.Key, g.Max(n => n.Version))))
            {
                var found = await store.FindAsync(id);
                Assert.True(found is not null, $"Session {id} was confirmed with version {version} and is gone.");
                Assert.InRange(found.Version, version, version + 1);
            }
            Assert.Equal(UpdateOutcome.Gone, (await store.UpdateAsync(SampleRecords.Anonymous(TimeProvider.System.GetUtcNow()).Next(), 1)).Outcome);
            Assert.True(await store.CreateAsync(SampleRecords.Complete(TimeProvider.System.GetUtcNow())));
        }
    }

    // The last line may be half written.
    private static List<(SessionId Id, long Version)> Noted(string notes)
    {
        using var reader = new StreamReader(new FileStream(notes, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return [.. reader.ReadToEnd().Split('\n').SkipLast(1).Select(l => l.Split(' '))
            .Select(p => (SessionId.Parse(p[0]), long.Parse(p[1], CultureInfo.InvariantCulture)))];
    }
}
