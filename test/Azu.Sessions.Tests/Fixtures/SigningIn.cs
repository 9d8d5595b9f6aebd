namespace Azu.Sessions.Tests;

internal static class SigningIn
{
    /// <summary>Signs in within one whole request.</summary>
    public static async Task<Session<Shop>> SignInAndReturnAsync(this Session<Shop> session, string subject)
    {
        await session.SignInAsync(subject, TestContext.Current.CancellationToken);
        await session.CommitAsync();
        return session;
    }
}
