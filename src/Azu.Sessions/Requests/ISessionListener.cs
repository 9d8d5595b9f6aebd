namespace Azu.Sessions;

/// <summary>Is told what happens to the session of a request.</summary>
internal interface ISessionListener
{
    /// <summary>The application reads it.</summary>
    void MarkRead();

    /// <summary>It belongs to another subject than before, or to none.</summary>
    /// <param name="dataType">The session type.</param>
    ValueTask SubjectChangedAsync(Type dataType);
}
