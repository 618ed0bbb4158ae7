namespace AccelSim.Interconnect;

/// <summary>Someone who waits for a <see cref="RouteArbiter"/>.</summary>
public interface IRouteClient
{
    /// <summary>The links of the route that was asked for with <paramref name="tag"/> are free, and its packet is to be sent on them now.</summary>
    void Granted(int tag);
}
