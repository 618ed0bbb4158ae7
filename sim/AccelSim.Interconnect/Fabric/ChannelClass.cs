namespace AccelSim.Interconnect;

/// <summary>The part of the virtual channels that a packet may use.</summary>
public enum ChannelClass : byte
{
    /// <summary>All of them.</summary>
    Any,

    /// <summary>The lower half: packets to a place with a greater number; on their way up they do not pass the date line, on their way down they do.</summary>
    Lower,

    /// <summary>The upper half: packets to a place with a smaller number.</summary>
    Upper,
}
