namespace Azu.Cli;

/// <summary>The message about a secret that is missing or unusable. The secret itself is never in it.</summary>
internal static class SecretMessage
{
    public static string Missing { get; } = Message("is not set.");

    public static string Unusable(string why) => Message($"cannot be used: {why}");

    private static string Message(string what) =>
        $"""
        {Variables.Secret} {what}
        Its form: 32 random bytes in base64; azu session:secret --new writes a new one to .env
        Check it with: azu session:secret
        """;
}
