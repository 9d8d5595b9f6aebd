using System.Reflection;

namespace Azu.Sessions.Tests;

/// <summary>
/// A process that is cloned while it runs: a snapshot that a platform starts several times, a template of virtual machines. Both clones have the
/// same memory, so what was drawn ahead comes twice.
/// </summary>
[Trait("Requirement", "R-59")]
public sealed class CloneTests
{
    public static TheoryData<EncryptionAlgorithm> EachSuite => Given.EachSuite;

    [Theory]
    [MemberData(nameof(EachSuite))]
    public void Two_clones_of_a_process_seal_under_no_nonce_twice(EncryptionAlgorithm suite)
    {
        var encryptor = Given.PayloadEncryptor(Given.Keys(suite));
        var nonce = SealedValue.FieldsOf(encryptor.Seal([], []))[3];
        AssertDiffer(() => Convert.ToHexString(encryptor.Seal([], [])[nonce]));
    }

    [Fact]
    public void Two_clones_of_a_process_give_no_secret_twice()
    {
        AssertDiffer(() =>
        {
            var secret = new byte[SessionSecret.Size];
            SessionSecret.New().WriteTo(secret);
            return Convert.ToHexString(secret);
        });
    }

    [Fact]
    public void Two_clones_of_a_process_give_no_visitor_the_id_of_another() => AssertDiffer(() => new SessionState().Id.ToString());

    private static void AssertDiffer(Func<string> draw)
    {
        var process = Snapshot.Take();
        var (one, writeOfOne) = (draw(), RandomBlock.NewWriteId());
        process.Start();
        var (other, writeOfOther) = (draw(), RandomBlock.NewWriteId());
        Assert.NotEqual(one, other);
        // What may come twice does, so these are clones.
        Assert.Equal(writeOfOne, writeOfOther);
    }

    /// <summary>What this thread has drawn ahead.</summary>
    private sealed class Snapshot
    {
        private static readonly FieldInfo[] s_fields = [.. typeof(RandomBlock)
            .GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Where(f => !f.IsLiteral)];

        private readonly object?[] _values = [.. s_fields.Select(f => (f.GetValue(null) as byte[])?.Clone() ?? f.GetValue(null))];

        public static Snapshot Take()
        {
            RandomBlock.NewWriteId();
            return new();
        }

        /// <summary>Starts a clone of the process as it was.</summary>
        public void Start()
        {
            for (var i = 0; i < s_fields.Length; i++) s_fields[i].SetValue(null, _values[i]);
        }
    }
}
