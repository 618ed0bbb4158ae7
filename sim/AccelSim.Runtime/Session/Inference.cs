using System.Collections.Immutable;
using AccelSim.Engine;
using AccelSim.Isa.Image;
using AccelSim.Machine;

namespace AccelSim.Runtime;

/// <summary>Executes the commands of an image once on a timeline.</summary>
internal sealed class Inference(ProgramImage image, ChipCosts costs, HostSpec host, LaunchMemory launches, SessionOptions options)
{
    private readonly ImmutableArray<LaunchRecord>.Builder _launches = ImmutableArray.CreateBuilder<LaunchRecord>();
    private readonly ImmutableArray<(int, long)>.Builder _hostOperators = ImmutableArray.CreateBuilder<(int, long)>();
    private int _eagerLayer = -1;
    private string? _stopped;

    /// <summary>Runs the commands; <paramref name="seen"/> holds the kernels launched before and is null in steady state.</summary>
    /// <param name="timeline">When.</param>
    /// <param name="seen">Kernels launched before.</param>
    /// <param name="stopAt">When it is given up, fs.</param>
    /// <param name="cancellation">Ends it without a result.</param>
    public InferenceRecord Run(HostTimeline timeline, HashSet<int>? seen, long stopAt, CancellationToken cancellation)
    {
        for (var i = 0; i < image.Commands.Length && _stopped is null; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Step(i, timeline, seen, stopAt, cancellation);
        }

        if (_stopped is null)
        {
            timeline.WaitAll();
        }
        else
        {
            timeline.Join();
        }

        return new InferenceRecord(timeline.Start, timeline.Now, timeline.Causes(), _launches.ToImmutable(), _hostOperators.ToImmutable()) { Stopped = _stopped };
    }

    private void Step(int at, HostTimeline timeline, HashSet<int>? seen, long stopAt, CancellationToken cancellation)
    {
        switch (image.Commands[at])
        {
            case CopyCommand copy:
                timeline.Copy(copy.Queue, copy.Bytes, copy.ToDevice, HostCosts.Conversion(host, image.Buffers[copy.Buffer], copy.Bytes));
                if (copy.ToDevice)
                {
                    launches.Receive(copy.Buffer);
                }

                break;
            case LaunchCommand launch:
                Launch(launch, at, timeline, seen, stopAt, cancellation);
                break;
            case WaitCommand { AllQueues: true }:
                timeline.WaitAll();
                break;
            case WaitCommand wait:
                timeline.Wait(wait.Queue);
                break;
            case RecordCommand record:
                timeline.Record(record.Queue, record.Event);
                break;
            case AwaitCommand awaits:
                timeline.Await(awaits.Queue, awaits.Event);
                break;
            case HostOperatorCommand run:
                timeline.WaitAll();
                var time = HostCosts.Operator(host, image, image.HostOperators[run.Operator]);
                timeline.Work(time, Cause.HostOperator);
                launches.RunOnHost(run.Operator);
                _hostOperators.Add((run.Operator, time));
                break;
        }
    }

    private void Launch(LaunchCommand command, int at, HostTimeline timeline, HashSet<int>? seen, long stopAt, CancellationToken cancellation)
    {
        if (options.Mode == RunMode.Eager && (command.Layer < 0 || command.Layer != _eagerLayer))
        {
            timeline.Work(host.Eager.PerOperator.Femtoseconds, Cause.HostSubmit);
            _eagerLayer = command.Layer;
        }

        var first = seen?.Add(command.Kernel) == true;
        if (first && seen!.Count == 1)
        {
            timeline.Work(host.Launch.FirstCall.Femtoseconds, Cause.HostSubmit);
        }

        launches.Announce(at);
        var (start, outcome) = timeline.Launch(command.Queue, first ? costs.ColdLaunch : 0, time => time >= stopAt || options.Limit.Stop.IsCancellationRequested ? DeviceLaunch.NotBegun : launches.Launch(
            new DeviceRequest(command.Kernel, command.DimX, command.DimY, command.DimZ, command.Arguments.AsMemory(), time)
            {
                BlockX = command.BlockX,
                BlockY = command.BlockY,
                BlockZ = command.BlockZ,
                DynamicSharedBytes = command.DynamicSharedBytes,
                StopAt = stopAt,
                Stop = options.Limit.Stop,
            },
            cancellation));
        _launches.Add(new LaunchRecord(command, start, outcome));
        if (outcome.Stopped || start + outcome.Femtoseconds > stopAt)
        {
            var why = options.Limit.Stop.IsCancellationRequested ? "interrupted" : $"stopped after {options.Limit.MostCycles} cycles";
            _stopped = $"{why} in kernel '{image.Kernels[command.Kernel].Name}', command {at + 1} of {image.Commands.Length}";
        }

        options.Progress?.Report(new RunProgress(
            at + 1, image.Commands.Length, command.Layer >= 0 ? image.Layers[command.Layer].Name : image.Kernels[command.Kernel].Name));
    }
}
