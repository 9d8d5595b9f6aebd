namespace Azu.Sessions.Dashboard;

/// <summary>What is counted. The ends by reason follow <see cref="Ended"/>, in the order of <see cref="SessionEndReason"/>.</summary>
internal enum Figure
{
    Started,
    SignedIn,
    Conflicts,
    Overwrites,
    TokensRefused,
    Refused,
    Ended,
}
