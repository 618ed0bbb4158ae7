namespace AccelSim.Graph.Operators;

/// <summary>What a pooling window yields.</summary>
public enum PoolKind
{
    Max,
    Average,
}
