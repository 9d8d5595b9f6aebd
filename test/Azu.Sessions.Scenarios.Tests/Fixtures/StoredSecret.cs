using System.Buffers.Text;
using System.Text;

namespace Azu.Sessions.Scenarios.Tests;

/// <summary>A reader of a store, or of its backup, must find nothing there that admits anybody.</summary>
internal static class StoredSecret
{
    private const int SecretAt = 21, SecretLength = 32, Window = 8;

    /// <summary>Signs a visitor in, reads everything that the store holds, and looks for the secret of the visitor's token in it.</summary>
    /// <param name="useStore">Chooses the store.</param>
    /// <param name="dump">Everything that the store holds, as bytes.</param>
    public static async Task ShowIsAbsentAsync(Action<AzuSessionsBuilder<Visitor>> useStore, Func<Task<byte[]>> dump)
    {
        await using var app = await TestApp.StartAsync(
            builder => useStore(builder.Services.AddAzuSessions<Visitor>()),
            app =>
            {
                app.UseAzuSessions();
                app.MapPost("/login", (Session<Visitor> session) => session.SignInAsync("ann-of-the-dump").AsTask());
                app.MapGet("/who", (Session<Visitor> session) => session.Subject ?? "nobody");
            });
        using var client = app.NewBareClient();
        var token = await client.BeginAsync("/login");
        var secret = Base64Url.DecodeFromChars(token).AsSpan(SecretAt, SecretLength).ToArray();
        var digest = new byte[SecretHash.Size];
        SecretHash.Of(secret).WriteTo(digest);
        var stored = await dump();

        // The dump is one of this session: its subject and its digest are there.
        Assert.True(stored.AsSpan().IndexOf("ann-of-the-dump"u8) >= 0, "The dump does not hold the session.");
        Assert.True(Holds(stored, digest), "The dump does not hold the digest of the session's secret.");
        for (var at = 0; at + Window <= SecretLength; at++) Assert.False(Holds(stored, secret[at..(at + Window)]),
            $"Bytes {at} to {at + Window - 1} of a secret are stored.");
        Assert.True(stored.AsSpan().IndexOf(Encoding.ASCII.GetBytes(token[28..40])) < 0, "A part of a token is stored.");

        // And what is there instead admits nobody.
        var forged = Base64Url.DecodeFromChars(token);
        digest.CopyTo(forged.AsSpan(SecretAt));
        Assert.Equal("nobody", await client.ReadAsync("/who", Base64Url.EncodeToString(forged)));
        Assert.Equal("ann-of-the-dump", await client.ReadAsync("/who", token));
    }

    private static bool Holds(byte[] stored, byte[] bytes) =>
        stored.AsSpan().IndexOf(bytes) >= 0 || stored.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes))) >= 0;
}
