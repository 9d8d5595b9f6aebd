using Microsoft.Extensions.Logging;

namespace Azu.Sessions;

/// <summary>
/// Refuses a reply that belongs to another session, as a driver gives it whose connection lost step with its questions. What it really has
/// for this session is unknown, so to everybody above it is a failure of the store: nothing of the reply is shown, merged or written.
/// </summary>
internal sealed class OwnReply(ILogger log)
{
    /// <summary>The failure, where a question for one session was answered with another; null: there is none.</summary>
    public SessionStoreException? FailureIn(SessionId asked, SessionRecord? answer)
    {
        if (answer is null || answer.Id == asked) return null;
        log.MixedUpReply(asked, answer.Id);
        return new($"The store answered a question for session {asked} with session {answer.Id}. The answer was not used.", asked);
    }
}
