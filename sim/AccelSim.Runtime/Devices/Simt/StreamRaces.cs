using AccelSim.Functional.Simt;
using AccelSim.Isa.Image;

namespace AccelSim.Runtime.Simt;

/// <summary>
/// Finds launches and copies that touch the same bytes of device memory, one of them writing, while nothing orders them: the values of such a program hang
/// on which comes first.
/// </summary>
internal sealed class StreamRaces(ProgramImage image, SimtBufferNames names, ICollection<string> report)
{
    private readonly StreamOrder _order = new();
    private readonly Dictionary<int, SimtFootprint> _steps = [];
    private int _at;

    /// <summary>True where a program has launches in several queues; elsewhere there is nothing to find.</summary>
    public static bool Possible(ProgramImage image) => image.Commands.Where(command => command is LaunchCommand or CopyCommand).Select(command => command.Queue).Distinct().Skip(1).Any();

    /// <summary>The next launch has been run.</summary>
    public void Ran(SimtFootprint footprint)
    {
        while (image.Commands[_at] is not LaunchCommand)
        {
            TakeOther();
        }

        Take(footprint);
    }

    /// <summary>The program has ended.</summary>
    public void End()
    {
        while (_at < image.Commands.Length)
        {
            TakeOther();
        }
    }

    private void TakeOther()
    {
        if (image.Commands[_at] is CopyCommand copy)
        {
            var footprint = new SimtFootprint();
            footprint.Enter(image.Buffers[copy.Buffer].Address + copy.Offset, copy.Bytes, copy.ToDevice);
            Take(footprint);
        }
        else
        {
            _order.Next(image.Commands[_at], _at);
            _at++;
        }
    }

    private void Take(SimtFootprint footprint)
    {
        var before = _order.Next(image.Commands[_at], _at);
        foreach (var (other, touched) in _steps)
        {
            if (!before.Contains(other) && footprint.Conflict(touched) is >= 0 and var address)
            {
                report.Add(FormattableString.Invariant(
                    $"race of streams on byte {address} of device memory ({names.At(address)}): {Describe(other)} and {Describe(_at)} both touch it, one writes, and nothing orders them; let one wait for an event of the other (.record, .await)"));
            }
        }

        _steps.Add(_at++, footprint);
    }

    private string Describe(int at)
    {
        var command = image.Commands[at];
        var what = command is LaunchCommand launch ? $"kernel '{image.Kernels[launch.Kernel].Name}'" : $"the copy of '{image.Buffers[((CopyCommand)command).Buffer].Name}'";
        return FormattableString.Invariant($"{what} (command {at + 1}, stream {command.Queue})");
    }
}
