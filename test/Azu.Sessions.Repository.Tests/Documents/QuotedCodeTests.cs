using System.Text.RegularExpressions;

namespace Azu.Sessions.Repository.Tests;

/// <summary>Readers copy the code of the pages: each block compiles against the packages of this tree.</summary>
public sealed partial class QuotedCodeTests
{
    /// <summary>The types of the application that the pages speak of.</summary>
    private const string Application = """
        public sealed record UserSession { public string? Username { get; init; } public string[] Cart { get; init; } = []; public string? TenantId { get; init; } }

        public sealed class Accounts { public bool Check(string userName, string password) => userName == password; }

        public sealed class MyStore : ISessionStore
        {
            public string Name => "mine";
            public SessionCapabilities Capabilities => SessionCapabilities.None;
            public ValueTask<SessionRecord?> FindAsync(SessionId id, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            public ValueTask<bool> CreateAsync(SessionRecord record, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            public ValueTask<UpdateResult> UpdateAsync(SessionRecord record, long expectedVersion, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            public ValueTask<bool> TouchAsync(SessionId id, DateTimeOffset lastSeenAt, DateTimeOffset expiresAt, CancellationToken cancellationToken = default) => throw new NotSupportedException();
            public ValueTask<RemoveResult> RemoveAsync(SessionId id, RemoveCondition condition, SessionEndReason reason, string? actor = null, CancellationToken cancellationToken = default) => throw new NotSupportedException();
        }

        """;

    /// <summary>What the JSON generator makes of the context that docs/aot.md shows. No generator runs here.</summary>
    private const string Generated = """
        internal sealed partial class AppJson() : JsonSerializerContext(null)
        {
            public static AppJson Default { get; } = new();
            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
        }

        """;

    public static TheoryData<string, int> Blocks
    {
        get
        {
            var blocks = new TheoryData<string, int>();
            foreach (var page in Pages()) foreach (var block in CodeBlock.AllIn(RepositoryTree.Read(page)).Where(b => b.Language == "csharp")) blocks.Add(page,
                block.Line);
            return blocks;
        }
    }

    [Theory]
    [MemberData(nameof(Blocks))]
    public void A_block_of_code_compiles(string page, int line)
    {
        var all = CodeBlock.AllIn(RepositoryTree.Read(page)).Where(b => b.Language == "csharp").ToList();
        var block = all.Single(b => b.Line == line);
        // What the page showed before is there: a later block uses the types of an earlier one.
        var before = string.Concat(all.TakeWhile(b => b.Line < line).Select(b => b.Text).Where(text => DeclaresTypes().IsMatch(text)));
        var errors = QuotedProgram.Compile(block.Text, Application + (block.Text.Contains("AppJson", StringComparison.Ordinal) ? Generated : "") + before);
        Assert.True(errors.Count == 0, $"{page}:{line} does not compile:\n{string.Join('\n', errors)}");
    }

    [Theory]
    [InlineData("builder.Services.AddAzuSessions<UserSession>().UseMemoryStore();", true)]
    [InlineData("builder.Services.AddAzuSessions<UserSession>().UseMemoryStores();", false)]
    [InlineData("app.MapGet(\"/\", (Session<UserSession> session) => session.Data.Username);", true)]
    [InlineData("app.MapGet(\"/\", (Session<UserSession> session) => session.Data.UserName);", false)]
    [InlineData("protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.AddAzuSessions();", true)]
    [InlineData("protected override void OnModelCreated(ModelBuilder modelBuilder) => modelBuilder.AddAzuSessions();", false)]
    [InlineData("using Azu.Sessions;\nSession<UserSession>? session = null;", true)]
    [InlineData("using System.Net;\nSession<UserSession>? session = null;", false)]
    public void A_block_is_compiled_as_its_reader_would(string block, bool compiles) =>
        Assert.Equal(compiles, QuotedProgram.Compile(block + "\n", Application).Count == 0);

    private static IEnumerable<string> Pages() => RepositoryTree.Files(".", "*.md").Select(RepositoryTree.Relative);

    [GeneratedRegex(@"^public sealed class ", RegexOptions.Multiline, 1000)]
    private static partial Regex DeclaresTypes();
}
