import { Button, PasswordInput, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createFirstAccount } from "#contract/http/session";
import { ApiError, call } from "../../api/client.ts";
import { sessionQuery } from "../../api/queries.ts";
import { useSingleMutation } from "../../api/use-single-mutation.ts";
import { AuthLayout } from "../../components/AuthLayout.tsx";
import { FormProblem } from "../../components/FormProblem.tsx";
import { useDocumentTitle } from "../../components/use-document-title.ts";

/** The first screen of an installation: it makes the owner. What is being built is asked by the empty home after it. */
export function FirstRun({ setupCodeNeeded }: { readonly setupCodeNeeded: boolean }) {
  useDocumentTitle("Welcome");
  const queries = useQueryClient();
  const [form, setForm] = useState({ name: "", email: "", password: "", setupCode: "" });
  const create = useSingleMutation({
    mutationFn: () => {
      const { setupCode, ...person } = form;
      return call(createFirstAccount, { body: setupCodeNeeded ? { ...person, setupCode } : person });
    },
    onSuccess: (session) => queries.setQueryData(sessionQuery.queryKey, session),
  });
  const input = (name: keyof typeof form) => ({
    size: "md" as const,
    required: true,
    value: form[name],
    error: create.error instanceof ApiError ? create.error.messageFor(`/${name}`) : undefined,
    onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [name]: event.currentTarget.value }),
  });
  const isOnFields = create.error instanceof ApiError && (create.error.problem.errors?.length ?? 0) > 0;
  return (
    <AuthLayout
      title="Welcome to Quintet"
      about="Draw models, routes and pages; they are live at once. First: who are you?"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <TextInput label="Your name" autoComplete="name" autoFocus {...input("name")} />
        <TextInput label="Email" type="email" autoComplete="username" {...input("email")} />
        <PasswordInput
          label="Password"
          description="At least 8 characters. Long beats complicated."
          autoComplete="new-password"
          minLength={8}
          {...input("password")}
        />
        {setupCodeNeeded ? (
          <TextInput
            label="Set-up code"
            description="Printed where Quintet was started, because you are not on that machine."
            autoComplete="off"
            {...input("setupCode")}
          />
        ) : null}
        {isOnFields ? null : <FormProblem error={create.error} />}
        <Button type="submit" size="lg" fullWidth loading={create.isPending}>
          Continue
        </Button>
      </form>
    </AuthLayout>
  );
}
