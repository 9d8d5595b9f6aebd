using Grpc.AspNetCore.Server;
using Grpc.Core;

namespace Azu.Sessions.AspNetCore.Tests.Routes;

/// <summary>A gRPC service without a generated contract: a method that takes and answers text.</summary>
[BindServiceMethod(typeof(OpenContract), nameof(Bind))]
public abstract class OpenContract
{
    private static readonly Method<string, string> s_ask = TextMethods.Ask("azu.Open");

    public abstract Task<string> Ask(string question, ServerCallContext call);

    public static void Bind(ServiceBinderBase binder, OpenContract? service) =>
        binder.AddMethod(s_ask, service is null ? null : new UnaryServerMethod<string, string>(service.Ask));
}

/// <summary>The same under another name.</summary>
[BindServiceMethod(typeof(AttributedContract), nameof(Bind))]
public abstract class AttributedContract
{
    private static readonly Method<string, string> s_ask = TextMethods.Ask("azu.Attributed");

    public abstract Task<string> Ask(string question, ServerCallContext call);

    public static void Bind(ServiceBinderBase binder, AttributedContract? service) =>
        binder.AddMethod(s_ask, service is null ? null : new UnaryServerMethod<string, string>(service.Ask));
}

/// <summary>Requires nothing by itself.</summary>
public sealed class OpenService : OpenContract
{
    public override Task<string> Ask(string question, ServerCallContext call) => Task.FromResult(Runs.Note(call.GetHttpContext()));
}

[RequireSignIn]
public sealed class AttributedService : AttributedContract
{
    public override Task<string> Ask(string question, ServerCallContext call) => Task.FromResult(Runs.Note(call.GetHttpContext()));
}

internal static class TextMethods
{
    public static Method<string, string> Ask(string service) =>
        new(MethodType.Unary, service, "Ask", Marshallers.StringMarshaller, Marshallers.StringMarshaller);
}
