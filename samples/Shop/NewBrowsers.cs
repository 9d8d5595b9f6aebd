using Azu.Sessions;

namespace Shop;

/// <summary>Notices a sign-in from a browser that the customer has not used before. A real shop would send a message to the customer.</summary>
public sealed partial class NewBrowsers(ILogger<NewBrowsers> log) : SessionEvents<ShopSession>
{
    public override ValueTask OnNewClient(SessionSnapshot<ShopSession> session)
    {
        SignedIn(log, session.Subject, session.Client?.Address);
        return default;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Customer} signed in with a new browser, from {Address}.")]
    private static partial void SignedIn(ILogger log, string? customer, string? address);
}
