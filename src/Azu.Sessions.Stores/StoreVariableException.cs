namespace Azu.Sessions.Stores;

/// <summary>A variable is missing or unusable. The message names it, shows its right form and the command that checks it, and never its value.</summary>
internal sealed class StoreVariableException(StoreVariable variable, string what, Exception? cause = null) : InvalidOperationException(
    $"""
    {variable.Name} {what}
    Its form: {variable.Form}
    Check it with: {variable.Check}
    """, cause);
