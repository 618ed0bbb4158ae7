using AccelSim.Engine;
using AccelSim.Interconnect;

namespace AccelSim.Chips.Mlu;

/// <summary>The passage of packets through the ports of clusters, asked for first where engines differ in priority.</summary>
internal sealed partial class TransferEngine : IRouteClient
{
    private void AtPort(PortPassage passage, int packet)
    {
        if (!_context.Network.HasArbiters)
        {
            Pass(passage, packet);
            return;
        }

        ref var p = ref _packets[packet];
        p.Passage = passage;
        p.Asked = Now;
        var cluster = passage == PortPassage.FromOther ? Target() : _core.Cluster;
        _context.Network.Ask(cluster.Number, inwards: passage is PortPassage.FromMemory or PortPassage.FromOther, Spec.Priority ?? 0, this, packet);
    }

    void IRouteClient.Granted(int tag)
    {
        _spent[(int)Cause.PortBandwidth] += Now - _packets[tag].Asked;
        Pass(_packets[tag].Passage, tag);
    }

    private void Pass(PortPassage passage, int packet)
    {
        ref var p = ref _packets[packet];
        var network = _context.Network;
        switch (passage)
        {
            case PortPassage.FromMemory:
                var arrived = Math.Max(p.Tail, network.ToCluster(_core.Cluster.Number, Now, p.Bytes, _spent));

                // The engine's port works while the packet arrives: it is behind the network, not after it.
                var port = ThroughPort(Math.Max(Now, arrived - _context.Clock.Edge((p.Bytes + _width - 1) / _width)), p.Bytes);
                Later(Math.Max(arrived, port), Step.AtEngine, packet);
                break;
            case PortPassage.ToMemory:
                Later(network.FromCluster(_core.Cluster.Number, Now, p.Bytes, _spent), Step.WriteMemory, packet);
                break;
            case PortPassage.ToOther:
                var leave = network.Leave(_core.Cluster.Number, Now, p.Bytes, _spent);
                p.Tail = leave.Tail;
                Later(leave.Head, Step.AtCluster, packet);
                break;
            default:
                Later(Math.Max(p.Tail, network.ToCluster(Target().Number, Now, p.Bytes, _spent)), Step.WriteShared, packet);
                break;
        }
    }
}
