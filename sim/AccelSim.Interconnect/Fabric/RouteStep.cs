namespace AccelSim.Interconnect;

/// <summary>Where a packet goes from a router.</summary>
/// <param name="Output">Port of the router.</param>
/// <param name="Channels">Which virtual channels it may take there.</param>
public readonly record struct RouteStep(int Output, ChannelClass Channels);
