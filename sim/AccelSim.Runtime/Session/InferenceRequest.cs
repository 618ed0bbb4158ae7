namespace AccelSim.Runtime;

/// <summary>One inference asked for.</summary>
/// <param name="Arrival">When its input is on the host, fs from the begin of the stream; it is served in order of the channel.</param>
public readonly record struct InferenceRequest(long Arrival);
