using System.Text;

namespace Azu.Sessions.Database;

/// <summary>The names of everything in the database that belongs to one store, quoted: no name can end the quotation.</summary>
internal sealed class TableNames(string table, string? schema)
{
    public string Table { get; } = table;

    public string? Schema { get; } = schema;

    /// <summary>A row per session.</summary>
    public string Sessions => Qualified("");

    /// <summary>Which sessions have which value in which declared index.</summary>
    public string Entries => Qualified("_entries");

    /// <summary>The nodes that keep copies.</summary>
    public string Nodes => Qualified("_nodes");

    /// <summary>The append-only table.</summary>
    public string Audit => Qualified("_audit");

    /// <summary>Which migrations were applied.</summary>
    public string Versions => Qualified("_schema");

    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>
    /// Replaces <c>{sessions}</c>, <c>{sessions_entries}</c> and the like by the name of that table, schema included; <c>{#sessions_pkey}</c> by the
    /// bare name of an index or constraint; <c>{unlogged}</c> by the word or nothing. In one pass, so that a name cannot bring in another.
    /// </summary>
    public string Fill(string template, bool unlogged)
    {
        var sql = new StringBuilder();
        for (var at = 0; ;)
        {
            var open = template.IndexOf('{', at);
            if (open < 0) return sql.Append(template, at, template.Length - at).ToString();
            var close = template.IndexOf('}', open);
            sql.Append(template, at, open - at).Append(Named(template[(open + 1)..close], unlogged));
            at = close + 1;
        }
    }

    private string Named(string placeholder, bool unlogged) => placeholder switch
    {
        "unlogged" => unlogged ? "UNLOGGED " : "",
        _ when placeholder.StartsWith("#sessions", StringComparison.Ordinal) => Quote(Table + placeholder["#sessions".Length..]),
        _ when placeholder.StartsWith("sessions", StringComparison.Ordinal) => Qualified(placeholder["sessions".Length..]),
        _ => throw new InvalidOperationException($"The placeholder {{{placeholder}}} has no meaning."),
    };

    private string Qualified(string suffix) => Schema is null ? Quote(Table + suffix) : $"{Quote(Schema)}.{Quote(Table + suffix)}";
}
