using System.Globalization;

namespace Azu.Sessions.Database;

/// <summary>
/// The migrations as they are embedded in this library: <c>Schema/&lt;database&gt;/&lt;number&gt;-&lt;name&gt;.up.sql</c> and <c>.down.sql</c>.
/// </summary>
internal static class MigrationScripts
{
    private static readonly string[] s_names = ["sessions", "audit"];

    /// <summary>The version that this library works with.</summary>
    public static int Latest => s_names.Length;

    public static IEnumerable<(int Number, string Name)> All => s_names.Select((name, i) => (i + 1, name));

    public static string NameOf(int number) => s_names[number - 1];

    /// <summary>Applies a migration and notes that it was applied.</summary>
    public static string Up(Dialect dialect, int number) => Read(dialect, number, "up") +
        string.Create(CultureInfo.InvariantCulture, $"INSERT INTO {dialect.Names.Versions} (version, name) VALUES ({number}, '{NameOf(number)}');\n");

    /// <summary>Takes a migration back and forgets that it was applied.</summary>
    public static string Down(Dialect dialect, int number) => Read(dialect, number, "down") +
        string.Create(CultureInfo.InvariantCulture, $"DELETE FROM {dialect.Names.Versions} WHERE version = {number};\n");

    private static string Read(Dialect dialect, int number, string direction)
    {
        var name = $"{dialect.Name}/{number:000}-{NameOf(number)}.{direction}.sql";
        using var stream = typeof(MigrationScripts).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The library has no {name}.");
        using var reader = new StreamReader(stream);
        return dialect.Names.Fill(reader.ReadToEnd(), dialect.Options.Unlogged);
    }
}
