using System.Buffers.Text;

namespace Azu.Sessions.Tests;

/// <summary>The hidden field of a form counts for one session and one address.</summary>
public sealed class FormProofTests
{
    private const string Path = "/account/devices/others";

    private static readonly FormProof s_forms = New(TestKeys.Counting);
    private static readonly SessionId s_id = SessionId.New();

    [Fact]
    public void It_counts_for_its_session_and_its_path_alone()
    {
        var proof = s_forms.Write(s_id, Path);
        Assert.True(s_forms.IsValid(proof, s_id, Path));
        Assert.False(s_forms.IsValid(proof, SessionId.New(), Path));
        foreach (var path in new[] { "", "/", Path + "/", Path[..^1], "/account/devices/everywhere", Path.ToUpperInvariant() })
            Assert.False(s_forms.IsValid(proof, s_id, path));
    }

    [Fact]
    public void Every_single_bit_counts()
    {
        var bytes = Base64Url.DecodeFromChars(s_forms.Write(s_id, Path));
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(s_forms.IsValid(Base64Url.EncodeToString(bytes), s_id, Path));
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Fact]
    public void Other_text_is_refused()
    {
        var proof = s_forms.Write(s_id, Path);
        string?[] others =
        [
            null, "", " ", new('A', 48), new('=', 48), new('\u00e9', 48), new('A', 1_000_000), proof[1..], proof + "A", proof[..47] + " ",
        ];
        foreach (var value in others)
            Assert.False(s_forms.IsValid(value, s_id, Path));
    }

    [Fact]
    public void It_outlives_a_rotation_of_the_secret_while_the_old_one_is_accepted()
    {
        var proof = s_forms.Write(s_id, Path);
        Assert.True(New(TestKeys.Filled(100), TestKeys.Counting).IsValid(proof, s_id, Path));
        Assert.False(New(TestKeys.Filled(100)).IsValid(proof, s_id, Path));
    }

    [Fact]
    public void It_is_of_no_use_to_another_application_or_session_type()
    {
        var proof = s_forms.Write(s_id, Path);
        Assert.False(new FormProof(new(TestKeys.Counting), "other", "_session").IsValid(proof, s_id, Path));
        Assert.False(new FormProof(new(TestKeys.Counting), "shop", "staff").IsValid(proof, s_id, Path));
    }

    private static FormProof New(SessionKey active, params SessionKey[] previous) => new(new(active, null, previous), "shop", "_session");
}
