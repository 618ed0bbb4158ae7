using System.Text.Json.Serialization;

namespace AccelSim.Results.Explain;

/// <summary>Where an elasticity is from.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<EffectSource>))]
public enum EffectSource
{
    /// <summary>The chip was simulated again with another value.</summary>
    [JsonStringEnumMemberName("re-simulated")]
    Simulated,

    /// <summary>The critical path says how often the number is paid: exact, without another simulation.</summary>
    [JsonStringEnumMemberName("ledger")]
    Ledger,
}
