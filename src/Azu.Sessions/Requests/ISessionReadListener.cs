namespace Azu.Sessions;

/// <summary>Is told when the application reads a session.</summary>
internal interface ISessionReadListener
{
    void MarkRead();
}
