namespace AccelSim.Chips.Simt;

/// <summary>The end of a wave.</summary>
/// <param name="Time">When, fs.</param>
/// <param name="Accounts">The accounts of the device then.</param>
internal sealed record WaveBoundary(long Time, SimtAccounts Accounts);
