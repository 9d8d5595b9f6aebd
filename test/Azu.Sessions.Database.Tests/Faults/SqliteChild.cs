using System.Globalization;

namespace Azu.Sessions.Database.Tests;

/// <summary>The program that <see cref="SqliteCrashTests"/> starts and kills: writes sessions, and notes each write once it is confirmed.</summary>
public sealed class SqliteChild
{
    public const string Database = "AZU_TEST_SQLITE_DATABASE", Notes = "AZU_TEST_SQLITE_NOTES";

    [Fact(Explicit = true)]
    public async Task Writes_until_it_is_killed()
    {
        await using var store = DatabaseNode.Create(ConnectionText.Open($"Data Source={Environment.GetEnvironmentVariable(Database)}"),
            new() { MigrateOnStart = true });
        await using var notes = File.AppendText(Environment.GetEnvironmentVariable(Notes)!);
        notes.AutoFlush = true;
        while (true)
        {
            var record = SampleRecords.Complete(TimeProvider.System.GetUtcNow()) with { Version = 1 };
            Assert.True(await store.CreateAsync(record));
            for (var i = 0; i < 5; i++)
            {
                await notes.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{record.Id} {record.Version}"));
                Assert.Equal(UpdateOutcome.Updated, (await store.UpdateAsync(record = record.Next(), record.Version - 1)).Outcome);
            }
        }
    }
}
