namespace AccelSim.Results.Explain;

/// <summary>Time with another value of one number.</summary>
/// <param name="Value">The value, as files write it.</param>
/// <param name="Factor">The value, as a multiple of the present one.</param>
/// <param name="Time">Time of an inference, as a multiple of the present one.</param>
public sealed record StepEffect(string Value, double Factor, double Time);
