using Azu.Sessions;
using Azu.Sessions.Node;

// One application process of several that share visitors and a store. Its settings are arguments:
//   --urls http://127.0.0.1:PORT --SESSION_SECRET … --store redis --address HOST:PORT
var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning);
builder.Services.AddSingleton<Gates>();
builder.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, NodeJson.Default));
builder.Services.AddAzuSessions<Shopper>().WithJsonContext(NodeJson.Default).UseNodeStore(builder.Configuration);

var app = builder.Build();
app.UseAzuSessions();
app.MapShop();
app.MapGroup("/slow/{gate}").AddEndpointFilter(Gates.PassAsync).MapShop();
app.MapGates();
app.MapInside();
app.Run();
