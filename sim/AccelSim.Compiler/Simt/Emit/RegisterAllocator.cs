using AccelSim.Isa.Simt;

namespace AccelSim.Compiler.Simt.Emit;

/// <summary>Linear scan: groups in the order in which they come alive, each in the lowest registers that are free and begin where it must.</summary>
internal static class RegisterAllocator
{
    /// <summary>Assigns registers and predicates.</summary>
    /// <param name="unit">Code.</param>
    /// <param name="registers">Registers that may be used.</param>
    /// <param name="assignment">The assignment, where there is one.</param>
    /// <param name="pressed">Groups of which one must go to memory, where there is none.</param>
    /// <exception cref="CompileException">More predicates live at once than there are.</exception>
    public static bool TryAssign(KernelUnit unit, int registers, out RegisterAssignment assignment, out List<int> pressed)
    {
        var predicates = unit.Code.Select(code => code.Row is null ? 0 : code.WrittenPredicate).DefaultIfEmpty(0).Max();
        var live = LiveRanges.Of(unit, predicates);
        assignment = new RegisterAssignment(new int[unit.Groups.Count], new int[predicates + 1]);
        return TryGroups(unit, live, registers, assignment.Registers, out pressed) && Predicates(unit, live, assignment.Predicates);
    }

    private static bool TryGroups(KernelUnit unit, LiveRanges live, int registers, int[] assigned, out List<int> pressed)
    {
        // registers are numbered as in instructions, from 1; one whose last reader is the instruction that writes the next value is free again
        var busyUntil = new int[registers + 1];
        Array.Fill(busyUntil, -1);
        var order = Enumerable.Range(1, unit.Groups.Count - 1).Where(group => live.First[group] >= 0)
            .OrderBy(group => live.First[group]).ThenByDescending(group => unit.Groups[group]).ThenBy(group => group);
        foreach (var group in order)
        {
            var (first, count) = (live.First[group], unit.Groups[group]);
            var found = 0;
            for (var candidate = 1; candidate + count - 1 <= registers && found == 0; candidate += KernelUnit.Alignment(count))
            {
                found = IsFree(busyUntil.AsSpan(candidate, count), first) ? candidate : 0;
            }

            if (found == 0)
            {
                pressed = [.. Enumerable.Range(1, unit.Groups.Count - 1).Where(other => live.First[other] >= 0 && live.First[other] <= first && live.Last[other] >= first)];
                return false;
            }

            assigned[group] = found;
            busyUntil.AsSpan(found, count).Fill(Math.Max(live.Last[group], first + 1));
        }

        pressed = [];
        return true;
    }

    private static bool IsFree(ReadOnlySpan<int> busyUntil, int first)
    {
        foreach (var until in busyUntil)
        {
            if (until > first)
            {
                return false;
            }
        }

        return true;
    }

    private static bool Predicates(KernelUnit unit, LiveRanges live, int[] assigned)
    {
        var busyUntil = new int[SimtInstructionSet.MaxPredicate + 1];
        Array.Fill(busyUntil, -1);
        foreach (var predicate in Enumerable.Range(1, assigned.Length - 1).Where(p => live.First[unit.Groups.Count + p] >= 0).OrderBy(p => live.First[unit.Groups.Count + p]))
        {
            var first = live.First[unit.Groups.Count + predicate];
            var found = Array.FindIndex(busyUntil, 1, until => until <= first);
            assigned[predicate] = found > 0 ? found : throw new CompileException($"kernel '{unit.Name}' needs more than {SimtInstructionSet.MaxPredicate} predicates at once", null);
            busyUntil[found] = Math.Max(live.Last[unit.Groups.Count + predicate], first + 1);
        }

        return true;
    }
}
