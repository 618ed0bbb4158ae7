namespace AccelSim.Chips.Mlu;

/// <summary>What a core's transfers need to know of device memory.</summary>
/// <param name="PrivateBase">Where the core's LDRAM begins; GDRAM ends no later.</param>
/// <param name="MinimumBurst">Bytes of the shortest access.</param>
internal readonly record struct DeviceLayout(long PrivateBase, long MinimumBurst);
