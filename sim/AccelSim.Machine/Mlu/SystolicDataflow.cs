namespace AccelSim.Machine.Mlu;

/// <summary>Which operand stays in the cells of a systolic array.</summary>
public enum SystolicDataflow
{
    OutputStationary,
    WeightStationary,
    InputStationary,
}
