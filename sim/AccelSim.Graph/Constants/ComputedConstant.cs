using AccelSim.Graph.Operators;
using AccelSim.Graph.Reference;
using AccelSim.Tensors;

namespace AccelSim.Graph;

/// <summary>A constant that an operator computes from other constants, when it is asked for: what constant folding leaves behind.</summary>
public sealed class ComputedConstant : Constant
{
    private readonly Operator _operator;
    private readonly Constant?[] _operands;
    private readonly int _result;

    /// <summary>Makes the constant.</summary>
    /// <param name="type">Type of the chosen result.</param>
    /// <param name="operator">What computes it.</param>
    /// <param name="operands">Its operands; null for absent optional ones.</param>
    /// <param name="result">Which of the operator's results it is.</param>
    public ComputedConstant(TensorType type, Operator @operator, IEnumerable<Constant?> operands, int result)
        : base(type)
    {
        _operator = @operator;
        _operands = [.. operands];
        _result = result;
        Depth = 1 + _operands.Max(operand => (operand as ComputedConstant)?.Depth ?? 0);
    }

    /// <summary>How many computed constants are stacked below this one, itself included; loading recurses that deep.</summary>
    public int Depth { get; }

    /// <inheritdoc/>
    public override string Source => $"{_operator.Name} of constants";

    /// <inheritdoc/>
    public override Tensor Load() => Interpreter.Execute(_operator, [.. _operands.Select(operand => operand?.Load())])[_result];
}
